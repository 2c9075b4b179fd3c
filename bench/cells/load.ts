import type { Results } from '../../reports/results.ts';
import type { LoadScenario, VirtualUser } from '../../scenarios/load.ts';
import type { Stage } from '../../scenarios/stage.ts';
import { isForeign } from '../foreign/subject.ts';
import type { Generator } from '../load/generator.ts';
import { measureLoad } from '../load/measure.ts';
import type { Measurement } from '../load/metrics.ts';
import type { LoadCell } from '../plan/plan-load.ts';
import type { Profile } from '../plan/profiles.ts';
import type { Subject } from '../plan/subject.ts';
import { assertContract } from '../run/contract.ts';
import { type Observed, observe } from '../run/observe.ts';
import type { Grounds, LiveTarget, Wish } from '../target/target.ts';
import { closedJob, componentsOf, openJob, virtualUsers, wish } from './load-jobs.ts';
import type { CellOutcome } from './outcome.ts';
import { shareOf, stepsThatAsk } from './store-share.ts';

type Extent = Profile['load'];
type Sample = Results['samples'][number];

/**
 * The rate that every arm is offered, in requests per second by scenario: a share of what the slowest of the schemes
 * carries at saturation. Measured once per run; that it is equal for all arms matters more than that it is exact.
 */
export async function findRates(
  scenarios: readonly LoadScenario[],
  schemes: readonly Subject[],
  extent: Extent,
  generator: Generator,
  grounds: Grounds,
): Promise<Map<string, number>> {
  const capacities = new Map<string, number[]>();
  for (const [scheme, asked] of pilots(scenarios, schemes, extent)) {
    await observe({ id: 'load/pilot', title: 'Pilot' }, wish(scheme, extent), grounds, async ({ stage }, live) => {
      for (const scenario of asked) {
        const users = await virtualUsers(scenario, stage, extent.users);
        const job = { ...closedJob(scenario, live, users, extent), ...pilotMs };
        const { counts, elapsedMs } = await generator.run(job, grounds.signal);
        const perSecond = counts.completed / (elapsedMs / 1_000);
        capacities.set(scenario.id, [...(capacities.get(scenario.id) ?? []), perSecond]);
      }
      return { value: undefined, facts: {} };
    });
  }
  const rate = (found: readonly number[] = []) => Math.round(Math.min(...found, mostPerSecond) * extent.share);
  return new Map(
    scenarios.map(({ id }) => [id, capacities.has(id) ? Math.max(1, rate(capacities.get(id))) : unknownPerSecond]),
  );
}

/** Each scheme is brought up once, and asked for all scenarios that are sought on it. */
function pilots(scenarios: readonly LoadScenario[], schemes: readonly Subject[], { piloted }: Extent) {
  const asked = new Map<Subject, LoadScenario[]>();
  for (const scenario of scenarios)
    for (const scheme of schemes.filter(({ traits }) => scenario.appliesTo(traits) === true).slice(0, piloted))
      asked.set(scheme, [...(asked.get(scheme) ?? []), scenario]);
  return asked;
}

/** A server that has just started carries a fraction of what it will. */
const pilotMs = { warmUpMs: 600, durationMs: 700 };
/** A target that answers faster than this cannot be told from one that does not work. */
const mostPerSecond = 100_000;
/** Offered where no pilot came to an end: what any target carries. */
const unknownPerSecond = 20;

/** When a cell may measure: what is brought up beforehand must not disturb the one before it. */
export interface Turn {
  /** Resolves when nothing else is under way. */
  readonly comes: Promise<unknown>;
  /** Called when the last block is over and only taking down is left. */
  ends(): void;
}

/** One arm of one round: a fresh launch, a block at the offered rate, and where asked for one at saturation. */
export async function runLoad(
  { id, scenario, scheme, arm, measureOnly, otherwise, round, place, saturated }: LoadCell,
  ratePerSecond: number,
  extent: Extent,
  generator: Generator,
  grounds: Grounds,
  turn: Turn,
): Promise<CellOutcome> {
  const about = { id: `load/${id}`, title: `${scenario.title}, round ${round}` };
  const wanted: Wish = { ...wish(scheme, extent), ...otherwise };
  const seen = await observe(about, wanted, grounds, async ({ stage }, live) => {
    const foreign = isForeign(scheme) ? grounds.foreign?.get(scheme.id) : undefined;
    if (!measureOnly && !foreign) await assertContract(stage);
    // the generator speaks for itself, and the target's ceilings hold for it too
    foreign?.reserve(Math.ceil((ratePerSecond * (extent.warmUp.mostMs + extent.blockMs)) / 1_000));
    const users = await virtualUsers(scenario, stage, extent.users);
    const components = componentsOf(live, grounds, stage);
    await turn.comes;
    const asking = await stepsThatAsk(stage, scenario, live.target);
    const warm = foreign ? users : await warmedUp(scenario, { stage, live }, users, extent, generator, grounds.signal);
    const open = await measureLoad(
      generator,
      openJob(scenario, live, warm, extent, ratePerSecond),
      components,
      grounds.signal,
      extent.warmUp.windowMs,
    );
    const closed =
      saturated && !foreign
        ? await measureLoad(generator, closedJob(scenario, live, open.result.users, extent), components, grounds.signal)
        : undefined;
    turn.ends();
    return {
      value: { open, closed, storeRttUs: live.storeRttUs, storeShare: asking && shareOf(open.result, asking) },
      facts: { ratePerSecond, place, ...factsOf(open), ...(closed && { saturation: factsOf(closed) }) },
    };
  });
  const common = { scenario: scenario.id, scheme: scheme.id, arm, round, place };
  return {
    part: { samples: samplesOf(seen.value, seen, common, ratePerSecond), evidence: [seen.evidence] },
    ...judged(seen, ratePerSecond),
  };
}

/**
 * Requests as fast as they are answered, in no figure: a server that has just started costs several times what it will,
 * and at the offered rate it would take most of the run to get there. The last answers are not read: where requests build
 * on answers, users sign in anew. @returns users that can go on.
 */
async function warmedUp(
  scenario: LoadScenario,
  { stage, live }: { readonly stage: Stage; readonly live: LiveTarget },
  users: VirtualUser[],
  extent: Extent,
  generator: Generator,
  signal: AbortSignal,
): Promise<VirtualUser[]> {
  const job = { ...closedJob(scenario, live, users, extent), warmUpMs: 0, durationMs: extent.warmUp.burstMs };
  const { users: left } = await generator.run(job, signal);
  return scenario.perUser === 1 ? virtualUsers(scenario, stage, extent.users) : [...left];
}

interface Blocks {
  readonly storeRttUs: number | undefined;
  /** Of requests that asked the store. */
  readonly storeShare: number | undefined;
  readonly open: Measurement;
  readonly closed: Measurement | undefined;
}

/** Throughput is a question for saturation alone: at an offered rate it is the rate. */
function samplesOf(
  blocks: Blocks | undefined,
  seen: Observed<Blocks>,
  common: Pick<Sample, 'scenario' | 'scheme' | 'arm' | 'round' | 'place'>,
  ratePerSecond: number,
): Sample[] {
  if (!blocks)
    return [{ ...common, metric: 'cpu.total', unit: 'us', value: 0, valid: false, invalidReason: seen.cause ?? '' }];
  const others = [
    { metric: 'rate.offered', unit: '1/s', value: ratePerSecond },
    { metric: 'store.rtt', unit: 'us', value: blocks.storeRttUs },
    { metric: 'store.share', unit: 'ratio', value: blocks.storeShare },
  ];
  return [
    ...others.flatMap(({ value, ...rest }) => (value === undefined ? [] : [{ ...rest, value, valid: true }])),
    ...blocks.open.metrics.filter(({ metric }) => metric !== 'throughput'),
    ...(blocks.closed?.metrics.filter(({ metric }) => metric === 'throughput') ?? []),
  ].map((metric) => ({ ...common, ...metric }));
}

function judged(seen: Observed<Blocks>, ratePerSecond: number): Pick<CellOutcome, 'state' | 'summary'> {
  if (!seen.value) return { state: 'inconclusive', summary: seen.cause };
  const { open } = seen.value;
  if (open.invalid.length > 0) return { state: 'inconclusive', summary: open.invalid.join('; ') };
  const value = (name: string) => open.metrics.find(({ metric }) => metric === name)?.value;
  const us = (name: string) => (value(name) === undefined ? 'unknown' : `${Math.round(value(name) ?? 0)} µs`);
  return { state: 'done', summary: `${ratePerSecond}/s, CPU ${us('cpu.total')}/request, p50 ${us('latency.p50')}` };
}

function factsOf({ metrics, absent, invalid }: Measurement) {
  return {
    metrics: Object.fromEntries(metrics.map(({ metric, value }) => [metric, value])),
    absent: Object.fromEntries(absent.map(({ metric, because }) => [metric, because])),
    invalid: [...invalid],
  };
}
