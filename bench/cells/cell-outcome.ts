import type { ResultsPart } from './results-builder.ts';

/** What one cell left, and one line about it. */
export interface CellOutcome {
  readonly part: ResultsPart;
  readonly state: 'done' | 'inconclusive' | 'not-run';
  readonly summary: string;
}
