import type { Attack } from '../scenarios/attack.ts';
import type { Hooks } from '../scenarios/stage.ts';
import type { Weakness } from '../servers/weakness.ts';
import { failedTrial, judgeCell, runTrial, type Trial, type Tried, trialsOf } from './cells/attack.ts';
import type { CellOutcome } from './cells/outcome.ts';
import { assertContract } from './contract.ts';
import { inLanes } from './lanes.ts';
import type { AttackCell } from './plan.ts';
import { bringUp, type Grounds, type LiveTarget, type Wish } from './target.ts';

/** One server brought up for all the trials that need just this one. */
export interface Launch {
  readonly wish: Wish;
  readonly trials: readonly Trial[];
}

/** Accounts that a trial has for itself, unless its attack says that it needs more. */
const usersPerTrial = 6;
const contractUsers = 4;
/** Trials on one server at a time: most of an attack is waiting for something to expire. */
const atOnce = 4;

/** Groups trials that want the same server, so that bringing it up is paid once. */
export function planLaunches(cells: readonly AttackCell[], weaknesses: ReadonlyMap<string, Weakness>): Launch[] {
  const launches = new Map<string, { wish: Wish; trials: Trial[] }>();
  for (const trial of cells.flatMap((cell) => trialsOf(cell, weaknesses))) {
    const wish = wishOf(trial);
    const alone = trial.cell.attack.needs?.alone ? trial.cell.attack.id : '';
    const key = JSON.stringify([wish.scheme.id, wish.weakness, wish.instances, wish.settings, wish.hosted, alone]);
    const launch = launches.get(key) ?? { wish, trials: [] };
    launch.trials.push(trial);
    launches.set(key, launch);
  }
  // the longest first, so that no lane is left with it at the end
  return [...launches.values()].sort((a, b) => b.trials.length - a.trials.length);
}

/** How many accounts the launches need at least. */
export function usersNeeded(launches: readonly Launch[]): number {
  return (
    contractUsers + Math.max(0, ...launches.map(({ trials }) => trials.reduce((sum, trial) => sum + usersOf(trial), 0)))
  );
}

/** Brings a server up, makes its trials, and takes it down. */
export async function runLaunch(
  { wish, trials }: Launch,
  grounds: Grounds,
  onTried: (tried: Tried) => Promise<void>,
): Promise<void> {
  const { signal, accounts } = grounds;
  let live: LiveTarget;
  try {
    live = await bringUp(wish, grounds);
  } catch (error) {
    for (const trial of trials) await onTried(await failedTrial(trial, error, signal));
    return;
  }
  await using _ = live;
  const broken = wish.weakness ? undefined : await contractProblem(live, grounds);
  let taken = contractUsers;
  const placed = trials.map((trial) => {
    const from = taken;
    taken += usersOf(trial);
    return { trial, users: accounts.users.slice(from, taken) };
  });
  await inLanes(placed, Array.from({ length: atOnce }), async ({ trial, users }) => {
    await onTried(broken ? await failedTrial(trial, broken, signal) : await runTrial(trial, live, users, signal));
  });
}

async function contractProblem(live: LiveTarget, { accounts, signal }: Grounds): Promise<unknown> {
  try {
    await assertContract(live.enter(accounts.users.slice(0, contractUsers)).stage);
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    return error;
  }
}

function usersOf({ cell }: Trial): number {
  return cell.attack.needs?.users ?? usersPerTrial;
}

function wishOf({ cell: { attack, scheme }, weakness }: Trial): Wish {
  return {
    scheme,
    ...(weakness && { weakness: weakness.id }),
    instances: attack.needs?.instances ?? 1,
    mode: scheme.traits.store === 'never' ? 'none' : 'shared',
    settings: attack.needs?.settings ?? {},
    hosted: isHosted(attack),
  };
}

/** Hooks that a server which shares its process can offer as well; all others reach a process, its clock or its store. */
const offeredByHosts: readonly (keyof Hooks)[] = ['effects', 'mint', 'verifyingKey', 'readStore', 'browser'];

function isHosted({ needs }: Attack): boolean {
  return !needs?.alone && (needs?.hooks ?? []).every((hook) => offeredByHosts.includes(hook));
}

/** Collects trials until those of a cell are complete; the call that completes them gets the cell's outcome. */
export function createLedger(launches: readonly Launch[]): (tried: Tried) => CellOutcome | undefined {
  const wanted = new Map<AttackCell, number>();
  for (const { cell } of launches.flatMap(({ trials }) => trials)) wanted.set(cell, (wanted.get(cell) ?? 0) + 1);
  const all = new Map<AttackCell, Tried[]>();
  return (tried) => {
    const soFar = [...(all.get(tried.cell) ?? []), tried];
    all.set(tried.cell, soFar);
    return soFar.length === wanted.get(tried.cell) ? judgeCell(tried.cell, soFar) : undefined;
  };
}
