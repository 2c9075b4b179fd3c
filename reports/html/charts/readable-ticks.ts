/** Width of a digit, in px, at the size of text that charts have. */
const digit = 7;

/**
 * As many places of an axis as can be told apart: every one, every second one, and so on, until each label has its width
 * and some room.
 * @param ticks from the left
 */
export function readableTicks(
  ticks: readonly number[],
  x: (tick: number) => number,
  label: (tick: number) => string,
): readonly number[] {
  const fit = (some: readonly number[]) =>
    some.every((tick, place) => {
      const before = some[place - 1];
      if (before === undefined) return true;
      return x(tick) - x(before) >= ((label(tick).length + label(before).length) / 2 + 1) * digit;
    });
  for (let stride = 1; stride < ticks.length; stride += 1) {
    const kept = ticks.filter((_, place) => place % stride === 0);
    if (fit(kept)) return kept;
  }
  return ticks.slice(0, 1);
}
