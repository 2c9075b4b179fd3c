import type { Results } from '../../results/results.ts';
import type { DemandRow, Takes } from './demand-curve.ts';
import { type Shares, takesOfMix } from './step-demand.ts';

export type Prediction = NonNullable<Results['predictions']>[number];

/** A load at a rate that nobody has measured yet. */
export interface DemandPoint {
  readonly scheme: string;
  readonly scenario: string;
  readonly load: string;
  readonly steps: Shares;
  readonly place: number;
  /** Of what an instance carries, and what that comes to. */
  readonly share: number;
  readonly ratePerSecond: number;
}

const quantities: readonly (readonly [Prediction['quantity'], string, (takes: Takes) => number | undefined])[] = [
  ['cpu.servers', 'us', (takes) => takes.cpuServersUs],
  ['cpu.store', 'us', (takes) => takes.cpuStoreUs],
  ['store.commands', 'count', (takes) => takes.storeCommands],
  ['bytes.up', 'bytes', (takes) => takes.bytesUp],
  ['bytes.down', 'bytes', (takes) => takes.bytesDown],
];

/** What a request will take there, by what was measured elsewhere; nothing of what is not known. Pure. */
export function predictDemand(rows: readonly DemandRow[], points: readonly DemandPoint[], at: string): Prediction[] {
  return points.flatMap(({ scheme, steps, ...point }) => {
    const own = rows.filter((row) => row.scheme === scheme && row.scenario === point.scenario);
    const takes = takesOfMix(own, steps, point.share);
    return quantities.flatMap(([quantity, unit, of]): Prediction[] => {
      const predicted = takes && of(takes);
      if (predicted === undefined || Number.isNaN(predicted)) return [];
      return [{ quantity, unit, scheme, point, at, predicted, measured: null, error: null, limit: mostError }];
    });
  });
}

/** Beyond it nobody should reckon further with a quantity. */
export const mostError = 0.1;
