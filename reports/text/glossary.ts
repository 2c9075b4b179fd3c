import { inReports } from './words/in-reports.ts';
import { judging } from './words/judging.ts';
import { measuring } from './words/measuring.ts';
import { reporting } from './words/reporting.ts';
import { running } from './words/running.ts';
import { signingIn } from './words/signing-in.ts';

type Word = readonly [term: string, meaning: string];

/** Every word that outputs use in a sense of their own, each once: docs/glossary.md is made of them, and `explain` knows them. */
export const words: Readonly<Record<string, readonly Word[]>> = {
  'In reports': inReports,
  'Signing in': signingIn,
  Running: running,
  'Judging attacks': judging,
  Measuring: measuring,
  Reporting: reporting,
};

/** Those that the page of a report explains. */
export const glossary = inReports;
