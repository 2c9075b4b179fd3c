import { setMaxListeners } from 'node:events';
import type { Stop } from '../cells/run-cell.ts';
import type { Profile } from '../plan/profiles.ts';

/** What is under way when a run is told to stop may end by itself for so long; then it is cut. */
export const finishMs = 15_000;

/** Why a run stopped that nobody told to. */
export const overtime = 'overtime';

export interface LastStop extends Stop, Disposable {}

/**
 * A run stops where it is told to, and where it has gone on for longer than any run may; whatever does not come to its
 * end soon after is cut.
 * @param told by signals
 */
export function lastStop(told: Stop, withinMs: number, graceMs = finishMs): LastStop {
  const [soft, hard] = [new AbortController(), new AbortController()];
  // every request under way listens to it
  setMaxListeners(0, hard.signal);
  let grace: NodeJS.Timeout | undefined;
  const stop = (reason: unknown) => {
    if (soft.signal.aborted) return;
    soft.abort(reason);
    grace = setTimeout(() => cut(new Error(`cut ${graceMs} ms after ${reason}`)), graceMs);
  };
  const cut = (reason: unknown) => {
    clearTimeout(grace);
    hard.abort(reason);
  };
  const onSoft = () => stop(told.soft.reason);
  const onHard = () => {
    stop(told.soft.reason ?? told.hard.reason);
    cut(told.hard.reason);
  };
  // a timer holds at most so many ms
  const limit = Number.isFinite(withinMs)
    ? setTimeout(() => stop(overtime), Math.min(withinMs, 2 ** 31 - 1))
    : undefined;
  told.soft.addEventListener('abort', onSoft, { once: true });
  told.hard.addEventListener('abort', onHard, { once: true });
  if (told.soft.aborted) onSoft();
  if (told.hard.aborted) onHard();
  return {
    soft: soft.signal,
    hard: hard.signal,
    [Symbol.dispose]() {
      clearTimeout(limit);
      clearTimeout(grace);
      told.soft.removeEventListener('abort', onSoft);
      told.hard.removeEventListener('abort', onHard);
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
