import type { Results } from '../../results/results.ts';
import { median } from '../../statistics/median.ts';
import type { DemandRow } from './demand-curve.ts';
import type { Prediction } from './predict-demand.ts';

/** Predictions with what their points came to, as far as these are measured. Pure. */
export function confirmed({
  predictions = [],
  demand = [],
  scaleOut = [],
}: Pick<Results, 'predictions' | 'demand' | 'scaleOut'>): Prediction[] {
  return predictions.map((one) => {
    const { quantity, point, scheme, predicted } = one;
    const values =
      quantity === 'throughput'
        ? scaleOut
            .filter((row) => row.heldOut && row.valid && row.scheme === scheme && row.scenario === point.scenario)
            .filter((row) => row.mode === point.mode && row.instances === point.instances)
            .map(({ perSecond }) => perSecond)
        : demand
            .filter((row) => row.heldOut && row.valid && row.scheme === scheme && row.scenario === point.scenario)
            .filter((row) => row.load === point.load && row.place === point.place)
            .flatMap((row) => figureOf[quantity](row) ?? []);
    const measured = median(values) ?? null;
    // where nothing was predicted, and nothing is there, nothing is wrong
    const error = measured === null ? null : measured === predicted ? 0 : measured / predicted - 1;
    return { ...one, measured, error: error !== null && Number.isFinite(error) ? error : null };
  });
}

const figureOf: Readonly<Record<Exclude<Prediction['quantity'], 'throughput'>, (row: DemandRow) => number | null>> = {
  'cpu.servers': (row) => row.cpuServersUs,
  'cpu.store': (row) => row.cpuStoreUs,
  'store.commands': (row) => row.storeCommands,
  'bytes.up': (row) => row.bytesUp,
  'bytes.down': (row) => row.bytesDown,
};

/** Whether it was wrong by more than what one may still reckon with. */
export function isMissed({ error, limit }: Prediction): boolean {
  return error !== null && Math.abs(error) > limit;
}
