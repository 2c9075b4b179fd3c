/** The middle value, or the mean of the two in the middle; undefined of none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const [below, above] = [Math.floor, Math.ceil].map((whole) => sorted[whole((sorted.length - 1) / 2)]);
  return below === undefined || above === undefined ? undefined : (below + above) / 2;
}

/** The middle value, or the upper one of the two in the middle: always one that was measured. NaN of none. */
export function upperMedian(values: readonly number[]): number {
  return upperQuantile(values, 0.5);
}

/** The middle value, or the lower one of the two in the middle. NaN of none. */
export function lowerMedian(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1] ?? Number.NaN;
}

/** The value above which a share of the values begins, one that was measured: 0.1 for the end of the lowest tenth. NaN of none. */
export function upperQuantile(values: readonly number[], share: number): number {
  const place = Math.min(values.length - 1, Math.floor(values.length * share));
  return values.toSorted((a, b) => a - b)[place] ?? Number.NaN;
}
