import { judgeCell, notRun, type Trial, type Tried } from '../attacks/attack.ts';
import { createTrialCollector, isWaiting, type Launch, planLaunches } from '../attacks/launches.ts';
import { runLaunch } from '../attacks/run-launch.ts';
import type { CellOutcome } from '../cells/cell-outcome.ts';
import { type RunnerParts, record, runCell } from '../cells/run-cell.ts';
import { runFault } from '../checks/fault.ts';
import { byServer, runLifecycle, serverOf } from '../checks/lifecycle.ts';
import { runMicro } from '../checks/micro/run-micro.ts';
import { runScaling } from '../checks/scaling.ts';
import { hostedClusters } from '../cluster/hosted.ts';
import { processes } from '../cluster/processes.ts';
import { runCapacity } from '../load/capacity/run-capacity.ts';
import type { LoadParts } from '../load/load-parts.ts';
import { runLoadRounds } from '../load/load-rounds.ts';
import { runSensitivity } from '../load/sensitivity-rounds.ts';
import { runSlo } from '../load/slo/slo-rounds.ts';
import { inParallel } from '../machine/workers.ts';
import type { AttackCell, LifecycleCell, Plan } from '../plan/plan.ts';
import type { Profile } from '../plan/profiles.ts';
import type { StoreHandle } from '../store/open-store.ts';

/** All cells of a plan: what mostly waits runs side by side, what is measured runs alone. Saved after each. */
export async function runPlan(plan: Plan, parts: LoadParts): Promise<void> {
  const { profile, stores } = parts;
  await runSideBySide(plan, parts);
  // starts anew where it is asked for again
  await parts.context.browser?.[Symbol.asyncDispose]();
  for (const cell of plan.micro)
    await runCell(cell, parts, () => runMicro(cell.task, stores[0].url, profile.micro.budgetMs, parts.stop.hard));
  await runLoadRounds(plan.loadRounds, { ...parts, deadline: parts.deadline - afterRoundsMs(plan, profile) });
  await runSlo(plan, parts);
  // what one instance takes is asked with a few requests at once, and needs no others
  const { elsewhere: _, ...alone } = parts;
  await runCapacity(plan, alone);
  await runSensitivity(plan.sensitivity, parts);
}

/** What comes after the rounds of load has its time too. */
function afterRoundsMs({ searches, demand, scaleOut, sensitivity }: Plan, profile: Profile): number {
  const parts = [
    [searches, profile.slo?.reservedMs],
    [demand, profile.capacity?.reservedMs.demand],
    [scaleOut, profile.capacity?.reservedMs.scaleOut],
    [sensitivity, profile.sensitivity.reservedMs],
  ] as const;
  return parts.reduce((sum, [cells, ms = 0]) => sum + (cells.length > 0 ? ms : 0), 0);
}

/** Cells that may share processes, which are gone before anything is measured, as is the browser. */
async function runSideBySide(plan: Plan, parts: RunnerParts): Promise<void> {
  const { profile, stores } = parts;
  // elsewhere than in processes of this machine, or behind a balancer, each has its own
  await using hosts = parts.context.clusters === processes ? hostedClusters(parts.context) : undefined;
  const context = { ...parts.context, ...(hosts && { hosts }) };
  await runAttacks(plan.attacks, { ...parts, context });
  await inParallel(plan.scaling, stores.slice(0, profile.scaling.workers), (cell, store) =>
    runCell(cell, parts, () => runScaling(cell, { ...context, store })),
  );
  await inParallel(plan.faults, stores.slice(0, profile.faults.workers), (cell, store) =>
    runCell(cell, parts, () => runFault(cell, { ...parts.context, store })),
  );
  const ask = async (cells: LifecycleCell[], store: StoreHandle) => {
    await using server = serverOf(cells, { ...context, store });
    for (const cell of cells) await runCell(cell, parts, () => runLifecycle(cell, server, { ...context, store }));
  };
  const groups = byServer(plan.lifecycle);
  await inParallel(groups.filter(isBesideOthers), stores.slice(0, profile.scaling.workers), ask);
  await inParallel(
    groups.filter((cells) => !isBesideOthers(cells)),
    stores.slice(0, 1),
    ask,
  );
}

/** Whether it is no matter to a group of cells what else the machine does. */
function isBesideOthers(cells: readonly LifecycleCell[]): boolean {
  return cells.every(({ scenario }) => scenario.needs?.alone !== 'machine');
}

/** Attacks share servers: a cell is done when the last of its trials is. */
async function runAttacks(cells: readonly AttackCell[], parts: RunnerParts): Promise<void> {
  const { profile, stores, weaknesses, context, stop, progress } = parts;
  const close = (cell: AttackCell, outcome: CellOutcome) => record(cell, outcome, spentMs(outcome), parts);
  const possible: AttackCell[] = [];
  for (const cell of cells) {
    const outcome = settled(cell, context);
    if (outcome === undefined) possible.push(cell);
    else await close(cell, outcome);
  }
  const launches = planLaunches(possible, weaknesses);
  const collect = createTrialCollector(launches);
  // Enough work for the processor, and beside it what only waits: more work at once would come too late for lifetimes.
  const workers = stores.slice(0, profile.attacks.workers).map((store, i) => ({ store, waits: i % 3 > 0 }));
  const drive = async (launch: Launch, { store }: { readonly store: StoreHandle }) => {
    if (stop.soft.aborted) return;
    const server = `${launch.options.scheme.id}${launch.options.weakness ? `+${launch.options.weakness}` : ''}`;
    const idOf = ({ cell }: Trial) => `${cell.attack.id}/${server}`;
    progress.cellStarted(server, 'server');
    const watcher = {
      begun(trial: Trial) {
        progress.cellEnded(server);
        progress.cellStarted(idOf(trial), 'attack', trial.cell.attack.title);
      },
      async tried(tried: Tried) {
        progress.cellEnded(idOf(tried));
        const outcome = collect(tried);
        if (outcome) await close(tried.cell, outcome);
      },
    };
    await runLaunch(launch, { ...context, store }, watcher, stop.soft);
    for (const id of [server, ...launch.trials.map(idOf)]) progress.cellEnded(id);
  };
  await inParallel(launches, workers, drive, (launch, { waits }) => isWaiting(launch) === waits);
}

/** By the trials of a cell, which are made beside those of others. */
function spentMs({ part: { evidence = [] } }: CellOutcome): number {
  return evidence.reduce((sum, { durationMs }) => sum + durationMs, 0);
}

/** Why a cell needs no server: the scheme has no such surface, or this run cannot offer what the attack needs. */
function settled(cell: AttackCell, context: RunnerParts['context']): CellOutcome | undefined {
  const { attack, scheme } = cell;
  if (attack.appliesTo(scheme.traits) !== true) return judgeCell(cell, []);
  const because = scheme.unmetNeed(attack, context);
  return because === undefined ? undefined : notRun(cell, because);
}
