import type { Results } from '../results/results.ts';
import type { SafeHtml } from './markup.ts';

/** One section of the report: a pure view of results. Where a run has no data for it, it says so in one sentence. */
export interface Section {
  /** The fragment that leads to it. */
  readonly id: string;
  readonly title: string;
  /** Takes what the other sections leave of the page: `room`, in bytes. */
  readonly elastic?: true;
  body(results: Results, room?: number): SafeHtml;
}

/** Sections that answer one kind of question, under a title in the contents. */
export interface Chapter {
  readonly title: string;
  readonly sections: readonly Section[];
}
