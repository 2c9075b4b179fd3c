import type { Results } from '../../results/results.ts';
import { median } from '../../statistics/median.ts';

export type ScaleOutRow = NonNullable<Results['scaleOut']>[number];
export type Limit = ScaleOutRow['limit'];

/** What each component could carry by itself, in requests per second; infinite where it takes no part. */
export type Bounds = Readonly<Record<Exclude<Limit, 'unknown'>, number>>;

/**
 * Asymptotic bounds (Denning & Buzen 1978): nobody carries more than what they may use, over what a request takes of them,
 * and the least of all bounds is where the whole ends.
 */
export function leastOf(bounds: Bounds): { readonly perSecond: number; readonly limit: keyof Bounds } {
  const [limit, perSecond] = (Object.entries(bounds) as [keyof Bounds, number][]).reduce((least, one) =>
    one[1] < least[1] ? one : least,
  );
  return { perSecond, limit };
}

/** At so many instances, by what a request took of each component at others. Undefined where nothing of it was measured. */
export function boundsAt(rows: readonly ScaleOutRow[], instances: number): Bounds | undefined {
  const [one] = rows;
  const servers = between(rows, instances, ({ cpu }) => cpu.servers);
  const generator = between(rows, instances, ({ cpu }) => cpu.generator);
  if (!one || servers === undefined || generator === undefined) return undefined;
  const store = between(rows, instances, ({ cpu }) => cpu.store);
  const carried = (cores: number, us: number | undefined) =>
    us === undefined || us === 0 ? Number.POSITIVE_INFINITY : (cores * 1e6) / us;
  return {
    servers: carried(instances * one.quotaCores, servers),
    store: one.storeCores === null ? Number.POSITIVE_INFINITY : carried(one.storeCores, store),
    generator: carried(1, generator),
  };
}

/** Along straight lines between the numbers of instances that were measured, each the median of its rounds. */
function between(
  rows: readonly ScaleOutRow[],
  instances: number,
  of: (row: ScaleOutRow) => number | undefined,
): number | undefined {
  const points = [...new Set(rows.map((row) => row.instances))]
    .sort((a, b) => a - b)
    .flatMap((count) => {
      const value = median(rows.filter((row) => row.instances === count).flatMap((row) => of(row) ?? []));
      return value === undefined ? [] : [{ count, value }];
    });
  const high = points.find(({ count }) => count >= instances) ?? points.at(-1);
  const low = points.findLast(({ count }) => count <= instances) ?? points[0];
  if (!high || !low) return undefined;
  const width = high.count - low.count;
  return width === 0 ? high.value : low.value + ((instances - low.count) / width) * (high.value - low.value);
}
