import type { Part } from '../run/draft.ts';

/** What one cell left, and one line about it. */
export interface CellOutcome {
  readonly part: Part;
  readonly state: 'done' | 'inconclusive' | 'not-run';
  readonly summary: string;
}
