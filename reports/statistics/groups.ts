/** Launches of one server that came out as if they were of two. */
export interface Groups {
  readonly lower: { readonly count: number; readonly centre: number };
  readonly upper: { readonly count: number; readonly centre: number };
}

/** With fewer, two of a kind are chance. */
const fewest = 8;
/** A single launch is no group. */
const leastOfGroup = 2;
/**
 * Between the centres, in standard deviations inside the groups. Cut where it looks most like two, the same number of
 * normal values comes to it in 2 of 100 cases where they are eight, and in 1 of 1,000 where they are twelve or more.
 */
const apart = 6;
/** As a log ratio: what lies nearer is of no interest. */
const leastGap = Math.log1p(0.15);

/**
 * The two groups that the values fall into, undefined where they do not: a server whose compiler took one way or another
 * in each launch has no cost that one figure tells. Pure. @param logs of one figure, launch by launch
 */
export function groupsIn(logs: readonly number[]): Groups | undefined {
  if (logs.length < fewest) return undefined;
  const sorted = logs.toSorted((a, b) => a - b);
  let best: { readonly gap: number; readonly found: Groups } | undefined;
  for (let cut = leastOfGroup; cut <= sorted.length - leastOfGroup; cut += 1) {
    const [lower, upper] = [sorted.slice(0, cut), sorted.slice(cut)].map(described);
    if (!lower || !upper) continue;
    const inside = Math.sqrt((lower.squares + upper.squares) / (sorted.length - 2));
    const gap = (upper.centre - lower.centre) / inside;
    if (upper.centre - lower.centre >= leastGap && gap >= apart && gap > (best?.gap ?? 0))
      best = { gap, found: { lower: exported(lower), upper: exported(upper) } };
  }
  return best?.found;
}

function described(values: readonly number[]) {
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { count: values.length, centre, squares: values.reduce((sum, value) => sum + (value - centre) ** 2, 0) };
}

function exported({ count, centre }: ReturnType<typeof described>): Groups['lower'] {
  return { count, centre };
}
