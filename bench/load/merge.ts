import type { LoadResult, Part } from '../generator/job.ts';
import { added } from './join.ts';

/** What one generator came to, and what is known of it beside that. */
export interface PartialResult {
  readonly result: LoadResult;
  readonly part: Part;
}

/**
 * What several generators did at the same time as one block: sums, merged histograms, and the time of the slowest. `join`
 * puts together what came one after the other. Pure.
 */
export function mergeParallel(all: readonly [PartialResult, ...PartialResult[]]): LoadResult {
  const results = all.map(({ result }) => result);
  const sums = added(results.map(({ shard: _, parts: __, ...one }) => ({ ...one, users: [] })));
  const elapsedMs = Math.max(...results.map((one) => one.elapsedMs));
  const dueMs = Math.max(...results.map(({ span }) => span.dueMs));
  // a target that falls behind does so for all of them: the worst is no accident of one
  const behind = results.flatMap(({ span }) => (span.dueMs > 0 ? [span.doneMs / span.dueMs] : []));
  return {
    ...sums,
    elapsedMs,
    span: { dueMs, doneMs: behind.length > 0 ? dueMs * Math.max(...behind) : dueMs },
    inFlightMean: results.reduce((area, one) => area + one.inFlightMean * one.elapsedMs, 0) / elapsedMs,
    users: dealtBack(results.map(({ users }) => users)),
    parts: all.map(({ part }) => part),
  };
}

/** Users that were dealt out in turn, in their order again. */
function dealtBack<T>(hands: readonly (readonly T[])[]): T[] {
  const most = Math.max(...hands.map(({ length }) => length));
  return Array.from({ length: most }, (_, turn) => hands.flatMap((hand) => hand.slice(turn, turn + 1))).flat();
}
