import type { Results } from '../../reports/results.ts';
import { findRates } from '../cells/load.ts';
import { isForeign } from '../foreign/subject.ts';
import type { LoadRound } from '../plan/plan-load.ts';
import type { Profile } from '../plan/profiles.ts';
import type { MeasuringGround } from './measuring-ground.ts';
import type { RunnerParts } from './run-cell.ts';

/** Rounds that are offered the same: the name they go by, and an arm that each of their scenarios has. */
const tablesOffered = {
  load: 'main',
  variations: 'sensitivity:reference',
} as const;

type Table = keyof typeof tablesOffered;

/**
 * The rate that every arm of a scenario is offered, in requests per second. A run that goes on offers what it offered
 * before; one that is held against another offers what that one did, since the rate moves the cost of a request; and
 * pilots find the rest.
 */
export async function offeredRates(
  table: Table,
  rounds: readonly LoadRound[],
  extent: Profile['load'],
  { generator, grounds }: MeasuringGround,
  { schemes, draft, progress, baseline }: Pick<RunnerParts, 'schemes' | 'draft' | 'progress' | 'baseline'>,
): Promise<(scenario: string) => number> {
  const scenarios = [...new Set(rounds.flat().map(({ scenario }) => scenario))];
  const theirs = baseline ? ratesBefore(baseline, table) : [];
  const before = new Map([...theirs, ...ratesBefore(draft.results(), table)]);
  const unknown = scenarios.filter(({ id }) => !before.has(id));
  const found = await findRates(unknown, schemes, extent, generator, grounds);
  const most = Math.min(...mostForTargets(rounds));
  const rateOf = (id: string) => Math.min(before.get(id) ?? found.get(id) ?? 1, most);
  for (const { id } of scenarios)
    progress.say(`${table.padEnd(10)} ${id}: ${rateOf(id)} requests/s offered to every arm`);
  return rateOf;
}

/** What a run offered so far, by scenario. */
export function ratesBefore({ samples }: Pick<Results, 'samples'>, table: Table): ReadonlyMap<string, number> {
  const offered = samples.filter(({ metric, arm }) => metric === 'rate.offered' && arm === tablesOffered[table]);
  return new Map(offered.map(({ scenario, value }) => [scenario, value]));
}

/** Half of what each target that is not ours may be asked: the rest is for what else is going on. */
function mostForTargets(rounds: readonly LoadRound[]): number[] {
  return rounds.flat().flatMap(({ scheme }) => (isForeign(scheme) ? [scheme.foreign.ceilings.ratePerSecond / 2] : []));
}
