import type { Weakness } from '../../servers/weakness.ts';
import type { CellOutcome } from '../cells/cell-outcome.ts';
import { mayShareProcess } from '../cluster/may-share.ts';
import type { AttackCell } from '../plan/plan.ts';
import { breaksLink } from '../store/breaking-hooks.ts';
import { settingsOf } from '../targets/changed-settings.ts';
import { shippedLimits } from '../targets/shipped-limits.ts';
import type { TargetOptions } from '../targets/target.ts';
import { judgeCell, type Trial, type Tried, trialsOf } from './attack.ts';

/** One server brought up for all the trials that need just this one. */
export interface Launch {
  readonly options: TargetOptions;
  readonly trials: readonly Trial[];
}

/** Accounts that a trial has for itself, unless its attack says that it needs more. */
const usersPerTrial = 6;
/** Those that every server is checked with before. */
export const contractUsers = 4;

/** Groups trials that want the same server, so that bringing it up is paid once. */
export function planLaunches(cells: readonly AttackCell[], weaknesses: ReadonlyMap<string, Weakness>): Launch[] {
  const launches = new Map<string, { options: TargetOptions; trials: Trial[] }>();
  for (const trial of cells.flatMap((cell) => trialsOf(cell, weaknesses))) {
    const options = optionsOf(trial);
    const alone = trial.cell.attack.needs?.alone && options.scheme.isFresh ? trial.cell.attack.id : '';
    const key = JSON.stringify([
      options.scheme.id,
      options.weakness,
      options.instances,
      options.settings,
      options.hosted,
      options.movable,
      alone,
    ]);
    const launch = launches.get(key) ?? { options, trials: [] };
    launch.trials.push(trial);
    launches.set(key, launch);
  }
  for (const { trials } of launches.values()) trials.sort((a, b) => waitOf(b) - waitOf(a));
  // the longest first, so that no worker is left with one at the end
  return [...launches.values()].sort((a, b) => waitMs(b) - waitMs(a) || b.trials.length - a.trials.length);
}

/** Whether most of it is waiting for something to expire. */
export function isWaiting(launch: Launch): boolean {
  return waitMs(launch) > 0;
}

/** The longest lifetime that was shortened for it: where one is, it is waited for. Or what one of its attacks waits for. */
function waitMs({ options: { settings }, trials }: Launch): number {
  const { absoluteMs = 0, idleMs = 0, accessMs = 0, loginWindowMs = 0 } = settings ?? {};
  return Math.max(absoluteMs, idleMs, accessMs, loginWindowMs, ...trials.map(waitOf));
}

function waitOf({ cell }: Trial): number {
  return cell.attack.needs?.waitMs ?? 0;
}

/** How many accounts the launches need at least. */
export function usersNeeded(launches: readonly Launch[]): number {
  return (
    contractUsers + Math.max(0, ...launches.map(({ trials }) => trials.reduce((sum, trial) => sum + usersOf(trial), 0)))
  );
}

export function usersOf({ cell }: Trial): number {
  return cell.attack.needs?.users ?? usersPerTrial;
}

function optionsOf({ cell: { attack }, on: scheme, weakness }: Trial): TargetOptions {
  // the one server there is, as it is
  if (!scheme.isFresh) return { scheme, instances: 1, mode: 'none' };
  return {
    scheme,
    ...(weakness && { weakness: weakness.id }),
    instances: attack.needs?.instances ?? 1,
    mode: scheme.traits.store === 'never' ? 'none' : 'shared',
    settings: {
      ...(attack.needs?.asShipped && shippedLimits(scheme.configured)),
      ...settingsOf(scheme, attack.needs?.settings ?? {}),
    },
    hosted: mayShareProcess(attack.needs),
    ...(breaksLink.some((hook) => attack.needs?.hooks?.includes(hook)) && { link: true }),
    ...(attack.needs?.hooksOfOurs?.includes('advance') && { movable: true }),
  };
}

/** Collects trials until those of a cell are complete; the call that completes them gets the cell's outcome. */
export function createTrialCollector(launches: readonly Launch[]): (tried: Tried) => CellOutcome | undefined {
  const wanted = new Map<AttackCell, number>();
  for (const { cell } of launches.flatMap(({ trials }) => trials)) wanted.set(cell, (wanted.get(cell) ?? 0) + 1);
  const all = new Map<AttackCell, Tried[]>();
  return (tried) => {
    const soFar = [...(all.get(tried.cell) ?? []), tried];
    all.set(tried.cell, soFar);
    return soFar.length === wanted.get(tried.cell) ? judgeCell(tried.cell, soFar) : undefined;
  };
}
