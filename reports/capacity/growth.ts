import type { Results } from '../results/results.ts';
import { median } from '../statistics/median.ts';
import type { ScaleOutRow } from './prediction/bounds.ts';
import { curvesOf } from './prediction/predict-scale-out.ts';

/** What each of several instances carried, of what one carries by itself, while servers were the limit. */
export interface Growth {
  readonly instances: number;
  readonly least: number;
  readonly most: number;
}

/** Over all schemes; undefined where it was not measured. Pure. */
export function growthOf({ scaleOut = [] }: Pick<Results, 'scaleOut'>): Growth | undefined {
  const valid = scaleOut.filter((row) => row.valid && row.limit === 'servers');
  const each = curvesOf(valid).flatMap((curve) => {
    const alone = perInstance(curve, 1);
    const counts = [...new Set(curve.map(({ instances }) => instances))].filter((count) => count > 1);
    return counts.flatMap((count) => {
      const one = perInstance(curve, count);
      return one === undefined || !alone ? [] : [{ count, share: one / alone }];
    });
  });
  if (each.length === 0) return undefined;
  const shares = each.map(({ share }) => share);
  return {
    instances: Math.max(...each.map(({ count }) => count)),
    least: Math.min(...shares),
    most: Math.max(...shares),
  };
}

function perInstance(curve: readonly ScaleOutRow[], count: number): number | undefined {
  const found = perSecondOf(curve, count);
  return found === undefined ? undefined : found / count;
}

/** What so many instances carried together, over rounds; undefined where they were not measured. */
export function perSecondOf(curve: readonly ScaleOutRow[], count: number): number | undefined {
  return median(curve.filter(({ instances }) => instances === count).map(({ perSecond }) => perSecond));
}
