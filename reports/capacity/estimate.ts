/** What a figure was read from. */
export interface Basis {
  readonly scenario: string;
  readonly metric: string;
  readonly scheme: string;
  /** Fewer than three have no interval: the edges are then those of the rounds. */
  readonly rounds: number;
  /** Ids of cells. */
  readonly evidence: readonly string[];
}

/** What is not known, why, and which command measures it. */
export interface Missing {
  readonly scenario: string;
  readonly scheme: string;
  readonly what: string;
  readonly because: string;
  readonly command: string;
}

/** A figure with the edges of its 95 % interval, and all that it rests on. */
export interface Estimate {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
  readonly rests: readonly Basis[];
}

export type Known = Estimate | { readonly missing: readonly Missing[] };

export function isKnown(one: Known): one is Estimate {
  return !('missing' in one);
}

export const nothing: Estimate = { low: 0, middle: 0, high: 0, rests: [] };

/** What is not known of what nobody asks for is not missing. Edges add up to edges: wider than they need be, never narrower. */
export function total(parts: readonly (readonly [times: number, of: Known])[]): Known {
  const asked = parts.filter(([times]) => times > 0);
  const missing = asked.flatMap(([, one]) => (isKnown(one) ? [] : one.missing));
  if (missing.length > 0) return { missing };
  return asked.reduce<Estimate>((sum, [times, one]) => {
    if (!isKnown(one)) return sum;
    return {
      low: sum.low + times * one.low,
      middle: sum.middle + times * one.middle,
      high: sum.high + times * one.high,
      rests: [...sum.rests, ...one.rests.filter((basis) => !sum.rests.includes(basis))],
    };
  }, nothing);
}

/** The same by whole ones: nobody has half a server. Binary fractions that are a hair above one are that one. */
export function whole({ low, middle, high, rests }: Estimate): Estimate {
  const up = (value: number) => Math.ceil(value - 1e-9);
  return { low: up(low), middle: up(middle), high: up(high), rests };
}
