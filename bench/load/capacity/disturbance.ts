import { tolerated } from '../../../reports/statistics/disturbed.ts';
import type { Slice } from '../join.ts';

/**
 * What other programs and other machines took during a block, where that is more than leaves the cost of a request as it
 * is. Who waits for a core under a quota waits for the quota too, so that waiting tells nothing here.
 */
export function disturbance({ usage }: Pick<Slice, 'usage'>): string[] {
  const { otherLoadCores = 0, stealCores = 0 } = usage?.machine ?? {};
  return [
    ...(otherLoadCores > mostOtherCores ? [`other programs used ${otherLoadCores.toFixed(2)} cores`] : []),
    ...(stealCores > tolerated.stealCores ? [`other machines took ${stealCores.toFixed(2)} cores`] : []),
  ];
}

/** A quiet machine has some hundredths; the bench itself is among them. */
const mostOtherCores = 0.2;
