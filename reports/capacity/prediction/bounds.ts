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

/**
 * At so many instances: what a request took of servers at the numbers around, while these were the limit; what it took of
 * store and generator where they had no more to give, or else the least that it took, since who has much to do takes
 * requests by the batch. Undefined where nothing was measured, or nobody was seen to do anything.
 * @param alone rows that tell of servers, where not all of them do
 */
export function boundsAt(
  rows: readonly ScaleOutRow[],
  instances: number,
  alone: readonly ScaleOutRow[] = rows,
): Bounds | undefined {
  const [one] = rows;
  const limited = alone.filter(({ limit }) => limit === 'servers');
  const servers = between(limited.length > 0 ? limited : alone, instances, ({ cpu }) => cpu.servers);
  const generator = atTheEnd(rows, 'generator');
  if (!one || servers === undefined || generator === undefined) return undefined;
  const store = atTheEnd(rows, 'store');
  const carried = (cores: number, us: number | undefined) =>
    us === undefined || us === 0 ? Number.POSITIVE_INFINITY : (cores * 1e6) / us;
  const bounds = {
    servers: carried(instances * one.quotaCores, servers),
    store: one.storeCores === null ? Number.POSITIVE_INFINITY : carried(one.storeCores, store),
    generator: carried(1, generator),
  };
  return Object.values(bounds).some(Number.isFinite) ? bounds : undefined;
}

function atTheEnd(rows: readonly ScaleOutRow[], who: 'store' | 'generator'): number | undefined {
  const of = (some: readonly ScaleOutRow[]) => some.flatMap(({ cpu }) => cpu[who] ?? []);
  const all = of(rows);
  return median(of(rows.filter(({ limit }) => limit === who))) ?? (all.length > 0 ? Math.min(...all) : undefined);
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
