import type { Everything } from './catalogue.ts';
import { runAttack } from './cells/attack.ts';
import { findRate, runLoad } from './cells/load.ts';
import { runScaling } from './cells/scaling.ts';
import type { Draft, Part } from './draft.ts';
import { inLanes } from './lanes.ts';
import { startGenerator } from './load/generator.ts';
import { runMicro } from './micro/run-micro.ts';
import type { CellSpec, Plan } from './plan.ts';
import type { Profile } from './profiles.ts';
import type { Progress } from './progress.ts';
import type { StoreHandle } from './store/ladder.ts';
import type { Grounds } from './target.ts';

export interface Stop {
  /** Aborted by the first signal: no further cell is started. The reason is the signal's name. */
  readonly soft: AbortSignal;
  /** Aborted by the second: what is under way is cut. */
  readonly hard: AbortSignal;
}

export interface RunnerParts extends Pick<Everything, 'weaknesses' | 'schemes'> {
  readonly profile: Profile;
  /** When load rounds must have ended, in ms since the epoch. */
  readonly deadline: number;
  readonly grounds: Omit<Grounds, 'store'>;
  readonly stores: readonly [StoreHandle, ...StoreHandle[]];
  readonly draft: Draft;
  readonly progress: Progress;
  readonly stop: Stop;
}

/** What one cell left, and one line about it. */
export interface CellOutcome {
  readonly part: Part;
  readonly state: 'done' | 'inconclusive' | 'not-run';
  readonly summary: string;
}

/** All cells of a plan: what mostly waits runs side by side, what is measured runs alone. Saved after each. */
export async function runPlan(plan: Plan, parts: RunnerParts): Promise<void> {
  const { profile, stores, weaknesses } = parts;
  await inLanes(plan.attacks, stores.slice(0, profile.attacks.lanes), (cell, store) =>
    runCell(cell, parts, () => runAttack(cell.attack, cell.scheme, weaknesses, { ...parts.grounds, store })),
  );
  await inLanes(plan.scaling, stores.slice(0, profile.scaling.lanes), (cell, store) =>
    runCell(cell, parts, () => runScaling(cell, { ...parts.grounds, store })),
  );
  for (const cell of plan.micro)
    await runCell(cell, parts, () => runMicro(cell.task, stores[0].url, profile.micro.budgetMs, parts.stop.hard));
  await runLoadRounds(plan, parts);
}

/** Rounds go on until the plan is done, or until the next one would not end before the deadline. */
async function runLoadRounds({ loadRounds }: Plan, parts: RunnerParts): Promise<void> {
  const { profile, stores, deadline, schemes, stop } = parts;
  if (loadRounds.length === 0 || stop.soft.aborted) return;
  const grounds: Grounds = { ...parts.grounds, store: stores[0] };
  await using generator = await startGenerator();
  const rates = new Map<string, number>();
  for (const scenario of new Set(loadRounds.flat().map(({ scenario }) => scenario))) {
    const ratePerSecond = await findRate(scenario, schemes, profile.load, generator, grounds);
    rates.set(scenario.id, ratePerSecond);
    parts.progress.say(`load       ${scenario.id}: ${ratePerSecond} requests/s offered to every arm`);
  }
  let longestMs = 0;
  for (const [i, round] of loadRounds.entries()) {
    const start = Date.now();
    if (i >= profile.load.rounds[0] && start + longestMs > deadline) break;
    for (const cell of round) {
      await runCell(cell, parts, () => runLoad(cell, rates.get(cell.scenario.id) ?? 1, profile.load, generator, grounds));
    }
    longestMs = Math.max(longestMs, Date.now() - start);
  }
}

async function runCell(
  { id }: CellSpec,
  { draft, progress, stop }: RunnerParts,
  act: () => Promise<CellOutcome>,
): Promise<void> {
  if (stop.soft.aborted) return;
  progress.cellStarted(id);
  const start = Date.now();
  const { part, state, summary } = await act();
  const durationMs = Date.now() - start;
  await draft.add({ ...part, cells: [{ id, state, durationMs, ...(state !== 'done' && { because: summary }) }] });
  progress.cellDone(id, state, summary, durationMs);
}
