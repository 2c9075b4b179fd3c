import { heldBack } from '../cells/held-back.ts';
import { openPace } from '../cells/pace.ts';
import { type EndedCell, inWords, type Progress } from '../cells/progress.ts';

/** What a run has told so far. */
export interface LiveState {
  readonly total: number;
  readonly done: number;
  readonly leftMs: number;
  readonly elapsedMs: number;
  /** What is under way, in words. */
  readonly running: readonly string[];
  /** Tests that did not end as they have to. */
  readonly failed: readonly EndedCell[];
  /** Tests without a verdict, the last ones, each with its cause. */
  readonly open: readonly { readonly id: string; readonly summary: string }[];
  /** How many of those there are. */
  readonly openCount: number;
  /** The last lines that the run said. */
  readonly notes: readonly string[];
  readonly hasEnded: boolean;
}

/**
 * Keeps what a page shows of a run.
 * @param changed is called when that is another, at most once in a turn of the loop, and never during a measured slice
 */
export function openLiveState(changed: () => void): { readonly progress: Progress; seen(): LiveState } {
  const pace = openPace();
  let openCount = 0;
  let [hasEnded, isDue] = [false, false];
  const running = new Map<string, string>();
  const failed: EndedCell[] = [];
  const open: { id: string; summary: string }[] = [];
  const notes: string[] = [];
  const { draw, measured } = heldBack(changed);
  const touch = () => {
    if (isDue) return;
    isDue = true;
    // what happens at once is drawn at once
    setImmediate(() => {
      isDue = false;
      draw();
    });
  };
  return {
    seen() {
      return {
        total: pace.total(running.size),
        done: pace.done,
        leftMs: pace.leftMs(),
        elapsedMs: pace.elapsedMs(),
        running: [...running.values()],
        failed,
        open,
        openCount,
        notes,
        hasEnded,
      };
    },
    progress: {
      say(text) {
        notes.push(text);
        if (notes.length > mostLines) notes.shift();
        touch();
      },
      begin(...plan) {
        pace.begin(...plan);
        touch();
      },
      cellStarted(id, kind, title) {
        running.set(id, inWords(id, kind, title));
        touch();
      },
      cellEnded(id) {
        running.delete(id);
        touch();
      },
      cellDone(cell) {
        const { id, state, summary } = cell;
        pace.done += 1;
        if (cell.failed !== undefined) failed.push(cell);
        if (state !== 'done') {
          openCount += 1;
          open.push({ id, summary });
          if (open.length > mostLines) open.shift();
        }
        touch();
      },
      measured,
      end() {
        hasEnded = true;
        running.clear();
      },
    },
  };
}

const mostLines = 12;
