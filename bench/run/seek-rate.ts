/** The highest rate that was seen to hold and the lowest that was seen not to; absent where none was seen. */
export interface Bracket {
  readonly low: number | undefined;
  readonly high: number | undefined;
}

interface Bounds {
  readonly start: number;
  readonly least: number;
  readonly most: number;
  /** The search ends when `high / low` is at most this. */
  readonly closest: number;
}

/**
 * Doubles or halves until one rate holds and another does not, then halves the distance between them, as a ratio. Near
 * the edge, where one bad moment decides, two of three tries do.
 * @param holds undefined where it cannot be told, which ends the search with what it has.
 */
export async function seekRate(
  { start, least, most, closest }: Bounds,
  holds: (rate: number) => Promise<boolean | undefined>,
): Promise<Bracket> {
  let low: number | undefined;
  let high: number | undefined;
  while (low === undefined || high === undefined || high / low > closest) {
    const rate: number = Math.round(between(low, high) ?? start);
    if (rate < least || rate > most) break;
    const isNear = low !== undefined && high !== undefined && high / low <= near;
    const held = await (isNear ? majority(() => holds(rate)) : holds(rate));
    if (held === undefined) break;
    if (held) low = rate;
    else high = rate;
  }
  return { low, high };
}

/** One bad block in a bracket wider than this is put right by the search itself, or costs little. */
const near = 1.5;

function between(low: number | undefined, high: number | undefined): number | undefined {
  if (low !== undefined && high !== undefined) return Math.sqrt(low * high);
  if (low !== undefined) return low * 2;
  return high === undefined ? undefined : high / 2;
}

async function majority(ask: () => Promise<boolean | undefined>): Promise<boolean | undefined> {
  const [first, second] = [await ask(), await ask()];
  return first === second ? first : ask();
}

/** Rates at equal ratios, both ends among them. */
export function ladder(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.round(from * (to / from) ** (i / (count - 1))));
}
