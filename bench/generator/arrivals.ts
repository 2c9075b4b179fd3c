/** Arrivals per second: constant, or changing evenly from one to the other over the block. */
export type Rate = number | { readonly from: number; readonly to: number };

export interface Arrivals {
  readonly count: number;
  /** When arrival `index` is due, in ms from the start of the block. Rises with the index. */
  dueMs(index: number): number;
}

/** Evenly spaced arrivals: a schedule made before the load, so that no answer can move it. Throws RangeError. */
export function createArrivals(rate: Rate, durationMs: number): Arrivals {
  const { from, to } = typeof rate === 'number' ? { from: rate, to: rate } : rate;
  if (!(from > 0 && to > 0 && durationMs >= 0))
    throw new RangeError('rates must be above 0 and the duration not below');
  const slope = (to - from) / durationMs;
  return {
    count: Math.round(((from + to) / 2) * (durationMs / 1000)),
    /** Solves index = ∫₀ᵗ rate for t, in the form that stays exact when the slope is 0. */
    dueMs: (index) => (2_000 * index) / (from + Math.sqrt(from * from + 2 * slope * 1_000 * index)),
  };
}
