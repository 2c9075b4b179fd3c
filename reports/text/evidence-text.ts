import { fact } from '../html/fact.ts';
import { evidenceAnchor } from '../html/link.ts';
import type { Results } from '../results/results.ts';
import { sanitise } from './sanitise.ts';
import { duration } from './wording.ts';
import { wrap } from './wrap.ts';

/** A piece of evidence for a terminal, by the number that a report gives it. Undefined where the run has none of it. */
export function evidenceText({ run, evidence }: Pick<Results, 'run' | 'evidence'>, number: string): string | undefined {
  const place = evidence.findIndex((_, i) => evidenceAnchor(i).toLowerCase() === number.toLowerCase());
  const item = evidence[place];
  if (!item) return undefined;
  const { id, title, startedAt, durationMs, cause, facts, transcript } = item;
  const lines = [
    ...wrap(`${evidenceAnchor(place)} of run ${run.id}: ${id}`, ''),
    ...wrap(`${title}. ${startedAt}, took ${duration(durationMs)}`, ''),
    ...(cause === undefined ? [] : wrap(`No verdict because: ${cause}`, '')),
    ...Object.entries(facts).flatMap(([name, value]) => wrap(fact(value), `${name}  `)),
    ...transcript.map(({ atMs, text, facts }) => `${String(Math.round(atMs)).padStart(6)}  ${text}${saidOf(facts)}`),
  ];
  return `${lines.map((line) => sanitise(line).replace(/\s*\n\s*/g, ' ')).join('\n')}\n`;
}

function saidOf(facts: Readonly<Record<string, unknown>> = {}): string {
  return Object.entries(facts)
    .map(([name, value]) => `  ${name}=${fact(value)}`)
    .join('');
}
