import type { Results } from '../results/results.ts';
import type { SafeHtml } from './markup.ts';

/** One chapter of the report: a pure view of results. Where a run has no data for it, it says so in one sentence. */
export interface Section {
  /** The fragment that leads to it. */
  readonly id: string;
  readonly title: string;
  /** Takes what the other chapters leave of the page: `room`, in bytes. */
  readonly elastic?: true;
  body(results: Results, room?: number): SafeHtml;
}

/** Chapters that answer one kind of question, under a word in the contents. */
export interface Part {
  readonly title: string;
  readonly sections: readonly Section[];
}
