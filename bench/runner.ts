import type { Everything } from './catalogue.ts';
import { judgeCell, notRun } from './cells/attack.ts';
import { byServer, runLifecycle, serverOf } from './cells/lifecycle.ts';
import { findRate, runLoad } from './cells/load.ts';
import type { CellOutcome } from './cells/outcome.ts';
import { runScaling } from './cells/scaling.ts';
import { hostedClusters } from './cluster/hosted.ts';
import type { Draft } from './draft.ts';
import { inLanes } from './lanes.ts';
import { createLedger, planLaunches, runLaunch } from './launches.ts';
import { startGenerator } from './load/generator.ts';
import { runMicro } from './micro/run-micro.ts';
import type { AttackCell, CellSpec, Plan } from './plan.ts';
import type { Profile } from './profiles.ts';
import type { Progress } from './progress.ts';
import type { StoreHandle } from './store/ladder.ts';
import { breaksStore } from './store-hooks.ts';
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

/** All cells of a plan: what mostly waits runs side by side, what is measured runs alone. Saved after each. */
export async function runPlan(plan: Plan, parts: RunnerParts): Promise<void> {
  const { profile, stores } = parts;
  await runAttacks(plan.attacks, parts);
  await inLanes(plan.scaling, stores.slice(0, profile.scaling.lanes), (cell, store) =>
    runCell(cell, parts, () => runScaling(cell, { ...parts.grounds, store })),
  );
  await inLanes(byServer(plan.lifecycle), stores.slice(0, profile.scaling.lanes), async (cells, store) => {
    const grounds = { ...parts.grounds, store };
    await using server = serverOf(cells, grounds);
    for (const cell of cells) await runCell(cell, parts, () => runLifecycle(cell, server, grounds));
  });
  for (const cell of plan.micro)
    await runCell(cell, parts, () => runMicro(cell.task, stores[0].url, profile.micro.budgetMs, parts.stop.hard));
  await runLoadRounds(plan, parts);
}

/** Attacks share servers: a cell is done when the last of its trials is. */
async function runAttacks(cells: readonly AttackCell[], parts: RunnerParts): Promise<void> {
  const { profile, stores, weaknesses, grounds, stop, progress } = parts;
  const begun = Date.now();
  const close = (cell: AttackCell, outcome: CellOutcome) => record(cell, outcome, Date.now() - begun, parts);
  const possible: AttackCell[] = [];
  for (const cell of cells) {
    const because = obstacle(cell, grounds);
    if (because === undefined) possible.push(cell);
    else await close(cell, because);
  }
  const launches = planLaunches(possible, weaknesses);
  const ledger = createLedger(launches);
  await using hosts = hostedClusters(grounds);
  await inLanes(launches, stores.slice(0, profile.attacks.lanes), async (launch, store) => {
    if (stop.soft.aborted) return;
    const name = `${launch.wish.scheme.id}${launch.wish.weakness ? `+${launch.wish.weakness}` : ''}`;
    progress.cellStarted(name);
    await runLaunch(launch, { ...grounds, store, hosts }, async (tried) => {
      const outcome = ledger(tried);
      if (outcome) await close(tried.cell, outcome);
    });
    progress.cellEnded(name);
  });
}

/** Why a cell needs no server: the scheme has no such surface, or this run cannot offer what the attack needs. */
function obstacle(cell: AttackCell, { mayKillStore, browser }: RunnerParts['grounds']): CellOutcome | undefined {
  const { attack, scheme } = cell;
  if (attack.appliesTo(scheme.traits) !== true) return judgeCell(cell, []);
  const breaks = breaksStore.some((hook) => attack.needs?.hooks?.includes(hook));
  if (!browser && attack.needs?.hooks?.includes('browser'))
    return notRun(cell, 'there is no Chromium here: install chromium, or name one with --browser PATH');
  return breaks && !mayKillStore
    ? notRun(cell, 'the store was given by its address and is not ours to break')
    : undefined;
}

/** Rounds go on until the plan is done, or until the next one would not end before the deadline. */
async function runLoadRounds({ loadRounds }: Plan, parts: RunnerParts): Promise<void> {
  const { profile, stores, deadline, schemes, stop } = parts;
  if (loadRounds.length === 0 || stop.soft.aborted) return;
  const grounds: Grounds = { ...parts.grounds, store: stores[0] };
  await using generator = await startGenerator();
  const rates = new Map<string, number>();
  for (const scenario of new Set(loadRounds.flat().map(({ scenario }) => scenario))) {
    const ratePerSecond = await findRate(
      scenario,
      schemes.filter(({ traits }) => scenario.appliesTo(traits) === true).slice(0, profile.load.piloted),
      profile.load,
      generator,
      grounds,
    );
    rates.set(scenario.id, ratePerSecond);
    parts.progress.say(`load       ${scenario.id}: ${ratePerSecond} requests/s offered to every arm`);
  }
  let longestMs = 0;
  for (const [i, round] of loadRounds.entries()) {
    const start = Date.now();
    if (i > 0 && start + longestMs > deadline) break;
    for (const cell of round) {
      await runCell(cell, parts, () =>
        runLoad(cell, rates.get(cell.scenario.id) ?? 1, profile.load, generator, grounds),
      );
    }
    longestMs = Math.max(longestMs, Date.now() - start);
  }
}

async function runCell(cell: CellSpec, parts: RunnerParts, act: () => Promise<CellOutcome>): Promise<void> {
  if (parts.stop.soft.aborted) return;
  parts.progress.cellStarted(cell.id);
  const start = Date.now();
  const outcome = await act();
  parts.progress.cellEnded(cell.id);
  await record(cell, outcome, Date.now() - start, parts);
}

async function record({ id }: CellSpec, outcome: CellOutcome, durationMs: number, { draft, progress }: RunnerParts) {
  const { part, state, summary } = outcome;
  await draft.add({ ...part, cells: [{ id, state, durationMs, ...(state !== 'done' && { because: summary }) }] });
  progress.cellDone(id, state, summary, durationMs);
}
