import type { Results } from '../results/results.ts';
import { ofServers } from '../statistics/sensitivity.ts';
import { times } from '../text/wording.ts';

/** What a reference server may cost of what its own libraries do with nothing around them. */
export const mostOverLibrary = 1.25;

/** A reference server over the floor of its libraries, by CPU per request of the servers alone. */
export interface OverLibrary {
  readonly scheme: string;
  /** The title of the variation; absent where there is none of this scheme. */
  readonly floor?: string;
  readonly ratio: number | null;
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
  readonly rounds: number;
  readonly verdict: 'within' | 'over' | 'cannot tell';
  readonly because: string;
}

/** One row for each scheme, where the run measured any floor; within or over only where the whole interval is. Pure. */
export function overLibraries({ run, scenarios, comparisons }: Pick<Results, 'run' | 'scenarios' | 'comparisons'>) {
  const libraries = new Map<string | undefined, string>(
    scenarios.flatMap(({ id, isLibrary, title }) => (isLibrary ? [[id, title]] : [])),
  );
  const rows = run.schemes.map((scheme): OverLibrary => {
    const found = comparisons.find(
      (one) =>
        libraries.has(one.variation) && one.metric === ofServers && one.scheme === scheme && one.reference === scheme,
    );
    if (!found) {
      const because = 'no floor of its libraries was measured';
      return { scheme, ratio: null, ciLow: null, ciHigh: null, rounds: 0, verdict: 'cannot tell', because };
    }
    // the comparison is of the floor over the scheme as it is
    const [ratio, ciLow, ciHigh] = [found.ratio, found.ciHigh, found.ciLow].map((value) => value && over(value));
    return {
      ...{ scheme, floor: libraries.get(found.variation) ?? '' },
      ...{ ratio: ratio ?? null, ciLow: ciLow ?? null, ciHigh: ciHigh ?? null, rounds: found.rounds },
      ...judge(found, ciLow, ciHigh),
    };
  });
  return rows.some(({ floor }) => floor !== undefined) ? rows : [];
}

function judge(
  { verdict, because }: Results['comparisons'][number],
  low: number | null | undefined,
  high: number | null | undefined,
): Pick<OverLibrary, 'verdict' | 'because'> {
  if (verdict === 'invalid' || !low || !high) return { verdict: 'cannot tell', because };
  const limit = times(mostOverLibrary);
  if (high <= mostOverLibrary) return { verdict: 'within', because: `the whole interval lies within ${limit}` };
  if (low > mostOverLibrary) return { verdict: 'over', because: `the whole interval lies beyond ${limit}` };
  return { verdict: 'cannot tell', because: `the interval has ${limit} inside: more rounds would settle it` };
}

function over(ratio: number): number {
  return Number((1 / ratio).toPrecision(6));
}
