/** The middle value, or the mean of the two in the middle; undefined of none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const [below, above] = [Math.floor, Math.ceil].map((whole) => sorted[whole((sorted.length - 1) / 2)]);
  return below === undefined || above === undefined ? undefined : (below + above) / 2;
}
