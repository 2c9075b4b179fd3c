import type { Results } from '../../results/results.ts';
import { median } from '../../statistics/median.ts';

export type DemandRow = NonNullable<Results['demand']>[number];

/** What a request takes where so much is asked of an instance, as a share of what it carries. */
export interface CurvePoint extends Takes {
  readonly share: number;
}

export interface Takes {
  /** In µs of a core; undefined where no store takes part. */
  readonly cpuServersUs: number;
  readonly cpuStoreUs: number | undefined;
  readonly storeCommands: number | undefined;
  readonly bytesUp: number;
  readonly bytesDown: number;
}

/** From the least share. */
export type DemandCurve = readonly CurvePoint[];

/** Rows of one load, each place the median of its rounds. What did not count is in none. */
export function curveOf(rows: readonly DemandRow[]): DemandCurve {
  const valid = rows.filter((row) => row.valid);
  const places = [...new Set(valid.map(({ place }) => place))];
  return places
    .map((place) => {
      const own = valid.filter((row) => row.place === place);
      const middle = (of: (row: DemandRow) => number | null) => median(own.flatMap((row) => of(row) ?? []));
      return {
        share: middle((row) => row.share) ?? Number.NaN,
        cpuServersUs: middle((row) => row.cpuServersUs) ?? Number.NaN,
        cpuStoreUs: middle((row) => row.cpuStoreUs),
        storeCommands: middle((row) => row.storeCommands),
        bytesUp: middle((row) => row.bytesUp) ?? Number.NaN,
        bytesDown: middle((row) => row.bytesDown) ?? Number.NaN,
      };
    })
    .sort((a, b) => a.share - b.share);
}

/**
 * Along straight lines between what was measured, which overshoot nowhere: a server that has much to do takes requests by
 * the batch, and each costs less (Kattepur & Nambiar 2015 interpolate demand likewise). Undefined beyond both ends.
 */
export function takesAt(curve: DemandCurve, share: number): Takes | undefined {
  const high = curve.find((point) => point.share >= share);
  const low = curve.findLast((point) => point.share <= share);
  if (!low || !high) return undefined;
  const width = high.share - low.share;
  const along = width > 0 ? (share - low.share) / width : 0;
  return joined([
    [1 - along, low],
    [along, high],
  ]);
}

/** So many of each, together. What no part has, or one of them does not tell, the whole does not. */
export function joined(parts: readonly (readonly [times: number, of: Takes])[]): Takes {
  const sum = (of: (one: Takes) => number | undefined) =>
    parts.reduce((all, [times, one]) => all + times * (of(one) ?? Number.NaN), 0);
  const known = (of: (one: Takes) => number | undefined) => (Number.isNaN(sum(of)) ? undefined : sum(of));
  return {
    cpuServersUs: sum((one) => one.cpuServersUs),
    cpuStoreUs: known((one) => one.cpuStoreUs),
    storeCommands: known((one) => one.storeCommands),
    bytesUp: sum((one) => one.bytesUp),
    bytesDown: sum((one) => one.bytesDown),
  };
}
