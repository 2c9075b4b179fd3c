import type { Results } from '../results/results.ts';
import type { SafeHtml } from './markup.ts';

/** One section of the report: a pure view of results. Where a run has no data for it, it says so in one sentence. */
export interface Section {
  /** The fragment that leads to it. */
  readonly id: string;
  readonly title: string;
  /** What it found in this run, as the end of its heading. */
  finding?(results: Results): string | undefined;
  /** Why it has nothing to show, in one sentence for the end of the page; `body` is then not asked. */
  absent?(results: Results): SafeHtml | undefined;
  /** Part of what is printed where nobody asks for the whole. */
  readonly inBrief?: true;
  /** Takes what the other sections leave of the page: `room`, in bytes. */
  readonly elastic?: true;
  body(results: Results, room?: number): SafeHtml;
}

/** Sections that answer one kind of question, under a title in the contents. */
export interface Chapter {
  readonly title: string;
  readonly sections: readonly Section[];
}
