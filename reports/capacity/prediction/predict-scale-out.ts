import { type Group, groupBy } from '../../group-by.ts';
import { boundsAt, leastOf, type ScaleOutRow } from './bounds.ts';
import { mostError, type Prediction } from './predict-demand.ts';

/** Rows of one scheme that keeps its state in one way: one curve. */
export function curvesOf(rows: readonly ScaleOutRow[]): Group<ScaleOutRow>[] {
  return [...groupBy(rows, ({ scenario, scheme, mode }) => JSON.stringify([scenario, scheme, mode])).values()];
}

/** What so many instances will carry, by what others did. Pure. */
export function predictScaleOut(rows: readonly ScaleOutRow[], counts: readonly number[], at: string): Prediction[] {
  return curvesOf(rows.filter(({ valid, heldOut }) => valid && !heldOut)).flatMap((curve) =>
    counts.flatMap((instances): Prediction[] => {
      const [{ scheme, scenario, mode }] = curve;
      // beyond the most that was measured, nobody knows what a request takes
      const isWithin = curve.some((row) => row.instances >= instances);
      const bounds = isWithin ? boundsAt(curve, instances) : undefined;
      if (!bounds) return [];
      return [
        {
          quantity: 'throughput',
          unit: '1/s',
          scheme,
          point: { scenario, ...(mode && { mode }), instances },
          at,
          predicted: leastOf(bounds).perSecond,
          measured: null,
          error: null,
          limit: mostError,
        },
      ];
    }),
  );
}
