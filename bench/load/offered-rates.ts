import { isAsItIs, isMain } from '../../reports/results/arm.ts';
import type { Results } from '../../reports/results/results.ts';
import type { LoadScenario } from '../../scenarios/kinds/load.ts';
import type { RunnerParts } from '../cells/run-cell.ts';
import type { LoadCell, LoadRound } from '../plan/plan-load.ts';
import type { Profile } from '../plan/profiles.ts';
import { isBounded, type Target } from '../targets/target.ts';
import type { MeasuringContext } from './measuring-context.ts';
import { findRates, leastOf, type Offer, pilotTarget } from './pilot.ts';

/** Rounds that are offered the same: the name they go by, and arms that each of their scenarios has. */
const groupsOffered = { load: isMain, variations: isAsItIs };

type Group = keyof typeof groupsOffered;

/**
 * What every arm of a scenario is offered. A run that goes on offers what it offered before; one that is held against
 * another offers what that one did, since the rate moves the cost of a request; and pilots find the rest. A target that
 * carries too little for a measurement is offered nothing, and slows down nobody else: it is asked in each run, since no
 * rate of before tells.
 */
export async function offeredRates(
  group: Group,
  rounds: readonly LoadRound[],
  extent: Profile['load'],
  { generator, context }: MeasuringContext,
  { schemes, builder, progress, baseline }: Pick<RunnerParts, 'schemes' | 'builder' | 'progress' | 'baseline'>,
): Promise<(cell: Pick<LoadCell, 'scenario' | 'scheme'>) => Offer> {
  const cells = rounds.flat();
  const scenarios = [...new Set(cells.map(({ scenario }) => scenario))];
  const theirs = baseline ? ratesBefore(baseline, group) : [];
  const before = new Map([...theirs, ...ratesBefore(builder.results(), group)]);
  const unknown = scenarios.filter(({ id }) => !before.has(id));
  const found = await findRates(unknown, schemes, extent, generator, context);
  const most = Math.min(...mostForTargets(rounds));
  const offers = new Map<string, Offer>();
  for (const scenario of scenarios) {
    const { id } = scenario;
    const say = (offer: Offer, where = '') =>
      progress.say(
        `${group.padEnd(10)} ${id}: ${'perSecond' in offer ? `${offer.perSecond} requests/s offered to every server` : `not measured${where}, since ${offer.because}`}`,
      );
    const own = new Map<string, Offer>();
    for (const target of targetsOf(scenario, cells))
      own.set(target.id, await pilotTarget(scenario, target, extent, context));
    const known = before.get(id);
    const offer = known === undefined ? leastOf([found.get(id) ?? none, ...own.values()]) : { perSecond: known };
    const capped = 'perSecond' in offer ? { perSecond: Math.min(offer.perSecond, most) } : offer;
    offers.set(id, capped);
    say(capped);
    for (const [target, its] of own) {
      if ('perSecond' in its) continue;
      offers.set(`${id}/${target}`, its);
      if ('perSecond' in capped) say(its, ` on ${target}`);
    }
  }
  return ({ scenario, scheme }) => offers.get(`${scenario.id}/${scheme.id}`) ?? offers.get(scenario.id) ?? none;
}

const none: Offer = { because: 'nobody asked for it' };

/** Those that have to be asked by themselves, with less than they bear. */
function targetsOf(scenario: LoadScenario, cells: readonly LoadCell[]): Target[] {
  const asked = cells.filter((cell) => cell.scenario === scenario).map(({ scheme }) => scheme);
  return [...new Set(asked.filter(isBounded))];
}

/** What a run offered so far, by scenario. */
export function ratesBefore({ samples }: Pick<Results, 'samples'>, group: Group): ReadonlyMap<string, number> {
  const offered = samples.filter((one) => one.metric === 'rate.offered' && groupsOffered[group](one));
  return new Map(offered.map(({ scenario, value }) => [scenario, value]));
}

/** Half of what each target may be asked: the rest is for what else is going on. */
function mostForTargets(rounds: readonly LoadRound[]): number[] {
  return rounds.flat().map(({ scheme }) => scheme.ceilings.ratePerSecond / 2);
}
