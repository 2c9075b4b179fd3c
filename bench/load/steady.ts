/** So many windows in a row must be alike. */
export const windowsNeeded = 5;

export interface Settling {
  /** What the straight line through the last windows rises or falls by from the first to the last, over their mean. */
  readonly drift: number;
  /** Standard error of that, by how far the windows lie off the line. */
  readonly error: number;
}

/** A line this flat is no slope that a block would begin on. */
const mostDrift = 0.1;
/** Nor is one that noise draws by itself: windows of a quarter of a second differ by a tenth. */
const errorsOfNoise = 2.5;

/** Pure: where the last windows of a warm-up are heading; undefined while there are too few. */
export function settling(windows: readonly number[]): Settling | undefined {
  const last = windows.slice(-windowsNeeded);
  if (last.length < windowsNeeded) return undefined;
  const mean = last.reduce((sum, value) => sum + value, 0) / last.length;
  const middle = (last.length - 1) / 2;
  const offsets = last.map((value, i) => ({ x: i - middle, y: value - mean }));
  const square = (of: (offset: { x: number; y: number }) => number) => offsets.reduce((sum, o) => sum + of(o), 0);
  const spread = square(({ x }) => x * x);
  const slope = square(({ x, y }) => x * y) / spread;
  const off = Math.sqrt(square(({ x, y }) => (y - slope * x) ** 2) / (last.length - 2));
  const overall = (last.length - 1) / mean;
  return { drift: slope * overall, error: (off / Math.sqrt(spread)) * overall };
}

export function isSteady(windows: readonly number[]): boolean {
  const seen = settling(windows);
  return seen !== undefined && Math.abs(seen.drift) <= Math.max(mostDrift, errorsOfNoise * seen.error);
}
