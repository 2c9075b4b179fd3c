import { setMaxListeners } from 'node:events';
import type { Stop } from '../cells/run-cell.ts';
import type { Profile } from '../plan/profiles.ts';
import { StrayFailure } from './stray-failure.ts';

/** What is under way when a run is told to stop may end by itself for so long; then it is cut. */
export const finishMs = 15_000;

/** Why a run stopped that nobody told to. */
export const overtime = 'overtime';

export interface RunStop extends Stop {
  /** Stops what goes on for longer than this, until it is disposed of. */
  within(ms: number): Disposable;
}

export interface OwnedStop extends RunStop, Disposable {
  /** Lets what is under way end by itself for a while, and cuts it then. */
  end(reason: unknown): void;
  cut(reason: unknown): void;
}

/**
 * All that stops a run: whoever is told to by signals, its time, and the first failure that nobody awaits. For that
 * Node.js would end the process there and then; so a run ends with a report that says why, and with what was saved before.
 * Whichever comes first gives the reason.
 */
export function openStop(): OwnedStop {
  const [soft, hard] = [new AbortController(), new AbortController()];
  // every request under way listens to it
  setMaxListeners(0, hard.signal);
  let grace: NodeJS.Timeout | undefined;
  const end = (reason: unknown) => {
    if (soft.signal.aborted) return;
    soft.abort(reason);
    grace = setTimeout(() => cut(new Error(`cut ${finishMs} ms after ${reason}`)), finishMs);
  };
  const cut = (reason: unknown) => {
    end(reason);
    clearTimeout(grace);
    hard.abort(reason);
  };
  const onStray = (cause: unknown) => cut(new StrayFailure(cause));
  process.on('unhandledRejection', onStray).on('uncaughtException', onStray);
  return {
    soft: soft.signal,
    hard: hard.signal,
    end,
    cut,
    within(ms) {
      // a timer holds at most so many ms
      const limit = Number.isFinite(ms) ? setTimeout(() => end(overtime), Math.min(ms, 2 ** 31 - 1)) : undefined;
      return { [Symbol.dispose]: () => clearTimeout(limit) };
    },
    [Symbol.dispose]() {
      clearTimeout(grace);
      // what is cut fails wherever it is, also where nobody waits for it any more, and for as long as this process lasts
      if (hard.signal.aborted) process.on('unhandledRejection', () => {});
      process.off('unhandledRejection', onStray).off('uncaughtException', onStray);
    },
  };
}

/**
 * Longest that a run may take. A machine on which others leave it a tenth of the cores makes one take several times as long
 * as it is set to; longer takes only what does not come to an end. Without bound where rounds were asked for by number.
 */
export function mostMs({ maxMs, load, sensitivity }: Profile): number {
  return 6 * Math.max(maxMs, load.reservedMs, sensitivity.reservedMs) + 60_000;
}
