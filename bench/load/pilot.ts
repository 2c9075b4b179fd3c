import type { CellFacts } from '../../reports/results/cell.ts';
import type { LoadScenario, VirtualUser } from '../../scenarios/kinds/load.ts';
import type { Stage } from '../../scenarios/stage.ts';
import { observe } from '../cells/observe.ts';
import type { Generator } from '../generator/generator.ts';
import type { Profile } from '../plan/profiles.ts';
import type { RunContext } from '../targets/run-context.ts';
import type { Target } from '../targets/target.ts';
import { closedJob, options, virtualUsers } from './load-jobs.ts';
import { warmUpJit } from './warm-up.ts';

type Extent = Profile['load'];

/** The rate that is offered, in requests per second; or why there is none that could be. */
export type Offer = { readonly perSecond: number } | { readonly because: string };

/**
 * The rate that every arm is offered, by scenario: a share of what the slowest of the schemes carries at saturation.
 * Measured once per run; that it is equal for all arms matters more than that it is exact.
 */
export async function findRates(
  scenarios: readonly LoadScenario[],
  schemes: readonly Target[],
  extent: Extent,
  generator: Generator,
  context: RunContext,
): Promise<Map<string, Offer>> {
  const found = new Map<string, Offer[]>();
  const note = ({ id }: LoadScenario, offer: Offer) => found.set(id, [...(found.get(id) ?? []), offer]);
  for (const [scheme, asked] of pilots(scenarios, schemes, extent)) {
    const left = new Set(asked);
    const seen = await observe(
      { cell: pilotOf(scheme), title: 'Pilot' },
      options(scheme, extent),
      context,
      async (on, live) => {
        for (const scenario of asked) {
          const cold = await virtualUsers(scenario, on.stage, extent.users, generator);
          const { users } = await warmUpJit(
            { scenario, stage: on.stage, live, extent: briefly(extent), generator },
            cold,
          );
          const carried = async (durationMs: number) => {
            const job = { ...closedJob(scenario, live, users, extent), warmUpMs: 100, durationMs };
            const { counts, elapsedMs } = await generator.run(job, on.stage.signal);
            return counts.completed / (elapsedMs / 1_000);
          };
          // one that nobody answers in may have met a bad moment, or be shorter than an answer takes
          note(scenario, offerOf((await carried(pilotMs)) || (await carried(patientMs)), scheme, extent));
          left.delete(scenario);
        }
        return { value: undefined, facts: {} };
      },
    );
    for (const scenario of left)
      note(scenario, { because: `the pilot on ${scheme.id} did not come to its end: ${seen.cause}` });
  }
  return new Map(scenarios.map(({ id }) => [id, leastOf(found.get(id) ?? [])]));
}

function pilotOf({ id }: Target): CellFacts {
  return { kind: 'load', scenario: 'pilot', scheme: id };
}

/**
 * What a target with ceilings may be offered, by its own answers to a few requests at once: within them, and
 * without the closed loop that finds out where it breaks.
 */
export async function pilotTarget(
  scenario: LoadScenario,
  target: Target,
  extent: Extent,
  context: RunContext,
): Promise<Offer> {
  const atOnce = Math.min(burst, target.ceilings.concurrency);
  const about = { cell: pilotOf(target), title: 'Pilot' };
  const seen = await observe(about, options(target, extent), context, async ({ stage }) => {
    const users = await virtualUsers(scenario, stage, atOnce);
    // the first finds it cold
    await together(scenario, stage, users);
    return { value: await together(scenario, stage, users), facts: {} };
  });
  if (seen.cause !== undefined) return { because: `a few requests at once got no good answer: ${seen.cause}` };
  const { wallMs, meanMs } = seen.value;
  // what keeps its ceilings sends them one after the other
  const perSecond = Math.max((1_000 * atOnce) / wallMs, 1_000 / meanMs) * extent.share;
  return perSecond >= leastPerSecond
    ? { perSecond: Math.round(perSecond) }
    : {
        because: `${atOnce} requests at once took it ${(wallMs / 1_000).toFixed(1)} s: what it would be offered, ${100 * extent.share} % of what it carries, is less than ${leastPerSecond} requests/s, too few to tell anything`,
      };
}

/** Each scheme is brought up once, and asked for all scenarios that are sought on it. */
function pilots(scenarios: readonly LoadScenario[], schemes: readonly Target[], { piloted }: Extent) {
  const asked = new Map<Target, LoadScenario[]>();
  for (const scenario of scenarios)
    for (const scheme of schemes.filter(({ traits }) => scenario.appliesTo(traits) === true).slice(0, piloted))
      asked.set(scheme, [...(asked.get(scheme) ?? []), scenario]);
  return asked;
}

/** A rate that is the same for all need not be that of servers at rest. */
function briefly(extent: Extent): Extent {
  return { ...extent, warmUp: { ...extent.warmUp, requests: 0 } };
}

const pilotMs = 700;
const patientMs = 5_000;
/** A target that answers faster than this cannot be told from one that does not work. */
const mostPerSecond = 100_000;
/** Fewer make no slice of load of which anything could be said. */
const leastPerSecond = 2;
/** As many as load has connections. */
const burst = 16;

function offerOf(carried: number, { id }: Target, { share }: Extent): Offer {
  if (carried === 0) return { because: `no request of the pilot on ${id} was answered in ${patientMs / 1_000} s` };
  return { perSecond: Math.max(1, Math.round(Math.min(carried, mostPerSecond) * share)) };
}

/** Whoever carries nothing says so when it is measured, and holds up nobody else. */
export function leastOf(offers: readonly Offer[]): Offer {
  const rates = offers.flatMap((offer) => ('perSecond' in offer ? [offer.perSecond] : []));
  if (rates.length > 0) return { perSecond: Math.min(...rates) };
  return offers[0] ?? { because: 'there is no scheme that it could be tried on' };
}

async function together(scenario: LoadScenario, stage: Stage, users: readonly VirtualUser[]) {
  const start = performance.now();
  const step = stage.target.protocol.steps[scenario.step];
  const times = await Promise.all(
    users.map(async (virtual) => {
      const { username, password } = virtual.user;
      const how = scenario.step === 'login' ? { values: { username, password } } : { as: virtual.credential };
      const reply = await stage.perform(scenario.step, { ...how, unrecorded: true });
      const wrong =
        reply.status === 0
          ? (reply.failure ?? 'no answer')
          : step && scenario.check(reply, virtual, step, scenario.step);
      if (wrong) throw new Error(wrong);
      virtual.credential = reply.credential;
      return reply.ms;
    }),
  );
  return { wallMs: performance.now() - start, meanMs: times.reduce((sum, ms) => sum + ms, 0) / times.length };
}
