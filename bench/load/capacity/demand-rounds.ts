import { join } from 'node:path';
import { type DemandPoint, predictDemand } from '../../../reports/capacity/prediction/predict-demand.ts';
import { carriedOfMix } from '../../../reports/capacity/prediction/step-demand.ts';
import type { Results } from '../../../reports/results/results.ts';
import type { RunnerParts } from '../../cells/run-cell.ts';
import type { DemandCell } from '../../plan/plan-capacity.ts';
import { openMeasuringContext } from '../measuring-context.ts';
import { runRound } from '../run-round.ts';
import { loadsOf, measureDemand, type RatedLoad, sharesOf } from './demand.ts';
import { predictedRounds } from './predicted-rounds.ts';

export async function runDemand(rounds: readonly (readonly DemandCell[])[], parts: RunnerParts): Promise<void> {
  const [[first] = []] = rounds;
  const { profile, stop, builder } = parts;
  if (!first || !profile.capacity || stop.soft.aborted) return;
  await using measuring = await openMeasuringContext(parts);
  const { generator, context } = measuring;
  const { passwordCost } = first.scenario;
  const template = join(context.folder, `accounts-at-${passwordCost}.jsonl`);
  await parts.accountsAt(template, passwordCost);
  const cheap = { ...context, accounts: { ...context.accounts, template } };
  const extent = { load: profile.load, capacity: profile.capacity };
  await predictedRounds(
    rounds,
    profile.capacity.reservedMs.demand,
    parts,
    (results, at) =>
      predictDemand(
        results.demand ?? [],
        heldOutCells(rounds).flatMap((cell) => pointsOf(cell, results)),
        at,
      ),
    (round) =>
      runRound(round, parts, async (cell, { signal }, slot) => {
        const rated = cell.heldOut ? ratesOf(cell, builder.results()) : undefined;
        if (rated?.length === 0) return { part: {}, state: 'inconclusive', summary: unknownRates };
        return measureDemand(cell, rated, { extent, generator, slot, context: { ...cheap, signal } });
      }),
  );
}

const unknownRates = 'too little was measured for a rate to follow from it';

/** One of each scheme. */
function heldOutCells(rounds: readonly (readonly DemandCell[])[]): readonly DemandCell[] {
  return rounds.find(([cell]) => cell?.heldOut) ?? [];
}

/** Rates follow from what an instance was seen to carry. */
function ratesOf({ scenario, scheme }: DemandCell, { demand = [] }: Results): RatedLoad[] {
  const own = demand.filter((row) => row.scheme === scheme.id && row.scenario === scenario.id);
  return loadsOf(scenario, scheme.traits, true).flatMap(({ id, steps, shares }) => {
    const carried = carriedOfMix(own, sharesOf(steps));
    return shares.flatMap((share, i) =>
      carried === undefined
        ? []
        : [{ id, steps, place: i + 1, share, ratePerSecond: Math.max(1, Math.round(share * carried)) }],
    );
  });
}

function pointsOf(cell: DemandCell, results: Results): DemandPoint[] {
  const whose = { scheme: cell.scheme.id, scenario: cell.scenario.id };
  return ratesOf(cell, results).map(({ id, steps, ...rate }) => ({
    ...whose,
    ...{ load: id, steps: sharesOf(steps) },
    ...rate,
  }));
}
