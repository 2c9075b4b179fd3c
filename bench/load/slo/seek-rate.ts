/** The highest rate that was seen to hold and the lowest that was seen not to; absent where none was seen. */
export interface Bracket {
  readonly low: number | undefined;
  readonly high: number | undefined;
}

/** `confirmed` where both ends said at the close what they had said before. */
export interface Sought extends Bracket {
  readonly confirmed: boolean;
}

interface Bounds {
  readonly start: number;
  readonly least: number;
  readonly most: number;
  /** The search ends when `high / low` is at most this. */
  readonly closest: number;
}

/**
 * Doubles or halves until one rate holds and another does not, then halves the distance between them, as a ratio. Both
 * ends are asked again at the close, minutes after they were found: one that says otherwise opens the search again, so
 * that no single bad moment decides.
 * @param holds undefined where it cannot be told, which ends the search with what it has.
 */
export async function seekRate(
  { start, least, most, closest }: Bounds,
  holds: (rate: number) => Promise<boolean | undefined>,
): Promise<Sought> {
  /** What each rate said last. */
  const said = new Map<number, boolean>();
  const ask = async (rate: number) => {
    const held = await voted(() => holds(rate));
    if (held !== undefined) said.set(rate, held);
    return held;
  };
  const end = (confirmed: boolean): Sought => ({ ...bracketOf(said), confirmed });
  for (let closes = 0; closes < mostCloses; closes += 1) {
    for (let rate = next(); rate !== undefined; rate = next()) if ((await ask(rate)) === undefined) return end(false);
    const before = bracketOf(said);
    for (const rate of [before.low, before.high])
      if (rate !== undefined && (await ask(rate)) === undefined) return end(false);
    const { low, high } = bracketOf(said);
    // an edge that lies both above and below itself was not found
    if (low === before.low && high === before.high) return end(low === undefined || high === undefined || low < high);
  }
  return end(false);

  function next(): number | undefined {
    const { low, high } = bracketOf(said);
    if (low !== undefined && high !== undefined && high / low <= closest) return undefined;
    const rate = Math.round(between(low, high) ?? start);
    return rate < least || rate > most ? undefined : rate;
  }
}

/** An edge that moves while it is sought has no place. */
const mostCloses = 3;

function bracketOf(said: ReadonlyMap<number, boolean>): Bracket {
  const rates = (held: boolean) => [...said].filter(([, one]) => one === held).map(([rate]) => rate);
  const [holding, missing] = [rates(true), rates(false)];
  return {
    low: holding.length === 0 ? undefined : Math.max(...holding),
    high: missing.length === 0 ? undefined : Math.min(...missing),
  };
}

function between(low: number | undefined, high: number | undefined): number | undefined {
  if (low !== undefined && high !== undefined) return Math.sqrt(low * high);
  if (low !== undefined) return low * 2;
  return high === undefined ? undefined : high / 2;
}

/** Whatever else a machine does makes a rate fail and none hold: a miss needs two of three, and a hold is one. */
async function voted(ask: () => Promise<boolean | undefined>): Promise<boolean | undefined> {
  const first = await ask();
  if (first !== false) return first;
  const second = await ask();
  return second ? ask() : second;
}

/** Rates at equal ratios, both ends among them. */
export function rateSweep(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.round(from * (to / from) ** (i / (count - 1))));
}
