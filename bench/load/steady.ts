/** So many windows in a row must be alike. */
export const windowsNeeded = 5;

export interface Settling {
  /** Standard deviation over mean of the last windows. */
  readonly variation: number;
  /** What the straight line through them rises or falls by from the first to the last, over their mean. */
  readonly drift: number;
}

/** Beyond these the cost of a request still moves, and its block would begin on a slope. */
export const steadyWithin: Settling = { variation: 0.1, drift: 0.1 };

/** Pure: how far the last windows of a warm-up differ; undefined while there are too few. */
export function settling(windows: readonly number[]): Settling | undefined {
  const last = windows.slice(-windowsNeeded);
  if (last.length < windowsNeeded) return undefined;
  const mean = last.reduce((sum, value) => sum + value, 0) / last.length;
  const middle = (last.length - 1) / 2;
  const offsets = last.map((value, i) => ({ x: i - middle, y: value - mean }));
  const square = (of: (offset: { x: number; y: number }) => number) => offsets.reduce((sum, o) => sum + of(o), 0);
  const slope = square(({ x, y }) => x * y) / square(({ x }) => x * x);
  return {
    variation: Math.sqrt(square(({ y }) => y * y) / (last.length - 1)) / mean,
    drift: (slope * (last.length - 1)) / mean,
  };
}

export function isSteady(windows: readonly number[]): boolean {
  const seen = settling(windows);
  return seen !== undefined && seen.variation <= steadyWithin.variation && Math.abs(seen.drift) <= steadyWithin.drift;
}
