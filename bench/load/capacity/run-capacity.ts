import type { RunnerParts } from '../../cells/run-cell.ts';
import type { CapacityPlan } from '../../plan/plan-capacity.ts';
import { runDemand } from './demand-rounds.ts';
import { runScaleOut } from './scale-out-rounds.ts';

/** What requests take, then what instances carry. Each predicts, saves what it predicts, and then measures it. */
export async function runCapacity({ demand, scaleOut }: CapacityPlan, parts: RunnerParts): Promise<void> {
  await runDemand(demand, parts);
  await runScaleOut(scaleOut, parts);
}
