/** The middle value, or the upper one of the two in the middle: always one that was measured. NaN of nothing. */
export function upperMedian(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
