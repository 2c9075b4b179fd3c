import { predictScaleOut } from '../../../reports/capacity/prediction/predict-scale-out.ts';
import type { Results } from '../../../reports/results/results.ts';
import { type RunnerParts, runCell } from '../../cells/run-cell.ts';
import { processes } from '../../cluster/processes.ts';
import type { ScaleOutCell } from '../../plan/plan-capacity.ts';
import { openMeasuringContext } from '../measuring-context.ts';
import { runRound } from '../run-round.ts';
import { predictedRounds } from './predicted-rounds.ts';
import { measureScaleOut, storeQuota } from './scale-out.ts';
import { openShares, type Shares } from './shares.ts';

/** The curve, one round after the other; where instances cannot be given shares of this machine, each cell says so. */
export async function runScaleOut(rounds: readonly (readonly ScaleOutCell[])[], parts: RunnerParts): Promise<void> {
  const { profile, stop, progress, builder } = parts;
  const [[first] = []] = rounds;
  if (!first || !profile.capacity || stop.soft.aborted) return;
  await using measuring = await openMeasuringContext(parts);
  const { generator, context } = measuring;
  await using shares = await sharesFor(first, parts, [process.pid, generator.pid]);
  if ('because' in shares) {
    const { because } = shares;
    for (const cell of rounds.flat())
      await runCell(cell, parts, async () => ({ part: {}, state: 'not-run', summary: because }));
    return;
  }
  const extent = { load: profile.load, capacity: profile.capacity };
  const setup = { extent, generator, shares };
  // who asks the store most, and by whom its quota is set
  const asking = rounds.flat().find(({ mode, scheme }) => mode === 'shared' && scheme.traits.store === 'every-request');
  const before = quotaBefore(builder.results(), first.scenario.id, shares);
  const storeCores = asking && (before ?? (await storeQuota(asking, { ...setup, context })));
  if (storeCores !== undefined)
    progress.say(
      `scale-out  ${shares.instanceCores.toFixed(2)} of a core for each instance (${shares.by ?? 'its own'}), ${storeCores.toFixed(3)} for the store`,
    );
  await predictedRounds(
    rounds,
    profile.capacity.reservedMs.scaleOut,
    parts,
    ({ scaleOut = [] }, at) => predictScaleOut(scaleOut, first.scenario.heldOut, at),
    (round) =>
      runRound(round, parts, (cell, { signal }, slot) =>
        measureScaleOut(cell, storeCores, { ...setup, slot, context: { ...context, signal } }),
      ),
  );
}

/** What the store was held to so far, in a run that goes on: rounds under two quotas would be two curves. */
export function quotaBefore(
  { scaleOut = [] }: Pick<Results, 'scaleOut'>,
  scenario: string,
  { instanceCores, by }: Pick<Shares, 'instanceCores' | 'by'>,
): number | undefined {
  const alike = scaleOut.filter(
    (row) => row.scenario === scenario && row.quotaCores === instanceCores && row.heldBy === (by ?? null),
  );
  return alike.find(({ storeCores }) => storeCores !== null)?.storeCores ?? undefined;
}

interface Impossible extends AsyncDisposable {
  readonly because: string;
}

async function sharesFor(
  { scenario }: ScaleOutCell,
  { context }: RunnerParts,
  others: readonly number[],
): Promise<Shares | Impossible> {
  const most = Math.max(...scenario.measured, ...scenario.heldOut);
  const found =
    context.clusters === processes
      ? await openShares(most, others)
      : 'instances are no processes of this machine alone: run with --cluster processes and without --balancer';
  return typeof found === 'string' ? { because: found, async [Symbol.asyncDispose]() {} } : found;
}
