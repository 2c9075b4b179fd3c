import { measured } from '../../reports/metrics.ts';
import { isMain } from '../../reports/results/arm.ts';
import type { Results } from '../../reports/results/results.ts';
import type { CellOutcome } from '../cells/cell-outcome.ts';
import { assertContract } from '../cells/contract.ts';
import { type Observed, observe } from '../cells/observe.ts';
import type { Cores } from '../cluster/cores.ts';
import type { Generator } from '../generator/generator.ts';
import type { ClosedJob, LoadJob } from '../generator/job.ts';
import { randomOf } from '../machine/random.ts';
import type { LoadCell } from '../plan/plan-load.ts';
import type { Profile } from '../plan/profiles.ts';
import type { RunContext } from '../targets/run-context.ts';
import { isBounded, type TargetOptions } from '../targets/target.ts';
import type { Slot } from './interleave.ts';
import { atTheStart, closedJob, componentsOf, leadMs, openJob, options, sliceMsAt, virtualUsers } from './load-jobs.ts';
import { costOf, measureSlice, readSlices, type Targets } from './measure.ts';
import type { Components, Measurement, Metric } from './metrics.ts';
import type { Offer } from './pilot.ts';
import { readSaturation } from './saturation.ts';
import { stillSignedIn } from './still-signed-in.ts';
import { commandsOf, storeShareOf } from './store-use.ts';
import { type Sweeps, sweep } from './sweeps.ts';
import { warmUpJit } from './warm-up.ts';
import { weatherOf } from './weather.ts';

type Extent = Profile['load'];
type Sample = Results['samples'][number];

/** The slot of a cell in a round whose arms are all up at once. Whoever gave the slot ends it. */
export interface ArmSlot extends Pick<Slot, 'next'> {
  /** Called when it is up, and only waits for its turn. */
  ready(): void;
}

/**
 * One arm of one round: a fresh launch, warmed up beside others, then load in slices, in turn with the other arms, so that
 * whatever else the machine does falls on all of them (after Bulej et al. 2020, whose arms run at the same time: on two
 * cores they would measure each other). Slices at saturation come first, where its capacity is asked for: nothing warms
 * a server up like them.
 */
export async function runLoad(
  { id, facts, scenario, scheme, arm, measureOnly, launchOptions, round, place, saturated }: LoadCell,
  ratePerSecond: number,
  extent: Extent,
  generator: Generator,
  context: RunContext,
  slot: ArmSlot,
): Promise<CellOutcome> {
  const about = { cell: facts, title: `${scenario.title}, round ${round}`, withinMs: longestRoundMs };
  const { cores } = context;
  const v8Seed = seedOfRound(context.seed, round);
  const wanted: TargetOptions = { ...options(scheme, extent), v8Seed, ...launchOptions };
  const seen = await observe(about, wanted, context, async ({ stage }, live) => {
    const { signal } = stage;
    const mayBeSaturated = !isBounded(scheme);
    if (!measureOnly && scheme.keepsContract) await assertContract(stage);
    let users = await virtualUsers(scenario, stage, extent.users);
    // the generator speaks for itself, and the target's ceilings hold for it too
    live.reserve?.(Math.ceil((ratePerSecond * mostMs(ratePerSecond, extent)) / 1_000));
    const components = componentsOf(live);
    const seenHere = { ...components, generator: generator.pid };
    if (mayBeSaturated) users = await warmUpJit(scenario, { stage, live }, users, extent, generator, signal);
    slot.ready();
    const { own: commands } = await slot.next(async () => {
      await cores?.keepApart(components.servers, othersOf(seenHere));
      return commandsOf(stage, scenario, live);
    });
    const blockMs = leadMs + sliceMsAt(ratePerSecond, extent);
    const slice = (job: () => LoadJob, of: Targets) => async () => {
      users = await stillSignedIn(scenario, stage, users, blockMs);
      const one = await measureSlice(generator, job(), of, signal);
      users = [...one.result.users];
      const { elapsedMs, counts } = one.result;
      const cost = costOf(one, components) ?? elapsedMs / Math.max(1, counts.completed);
      return { slice: one, weather: weatherOf(id, one, seenHere), cost };
    };
    const atSaturation =
      saturated && mayBeSaturated
        ? await sweep(
            slice(() => closedJob(scenario, live, users, extent), unwatched(components)),
            { ...extent.saturation, untilAtRest: true },
            slot,
          )
        : undefined;
    const closed = atSaturation && readSaturation(atSaturation.slices, seenHere, cores?.servers.length);
    const offered = slice(() => openJob(scenario, live, users, extent, ratePerSecond), components);
    const warmedUp = atSaturation ?? (await sweep(offered, warmUpOf(extent), slot));
    users = atTheStart(scenario, users);
    const before = atSaturation ? 1 : 0;
    const inTurn = await sweep(offered, { wanted: extent.slices, before, most: mostSlices(extent) }, slot);
    const sliceMs = atSaturation ? extent.saturation.sliceMs : sliceMsAt(ratePerSecond, extent);
    const warmUp = { ms: extent.warmUp.burstsMs + warmedUp.made * sliceMs, steady: warmedUp.steady };
    const open = readSlices(inTurn.slices, generator, components, warmUp);
    // last, when nobody waits for its turn any more that has none
    const independent =
      atSaturation && round === 1 && isMain({ arm })
        ? await autocannonThroughput(
            generator,
            closedJob(scenario, live, users, extent),
            components,
            cores,
            slot,
            signal,
          )
        : undefined;
    return {
      value: {
        open,
        closed: closed && { ...closed, metrics: [...closed.metrics, ...(independent ? [independent] : [])] },
        storeRttUs: live.storeRttUs,
        storeShare: commands && storeShareOf(open.result, commands),
      },
      facts: {
        ...{ ratePerSecond, place, disturbedSweeps: (atSaturation?.disturbed ?? 0) + inTurn.disturbed },
        ...factsOf(open),
        ...(closed && { saturation: factsOf(closed) }),
      },
    };
  });
  const common = { scenario: scenario.id, scheme: scheme.id, arm, round, place };
  return {
    part: { samples: samplesOf(seen.value, seen, common, ratePerSecond), evidence: [seen.evidence] },
    ...judged(seen, ratePerSecond),
  };
}

/** Every arm of a round draws the same, and those of the next round something else: launches differ by less then. */
function seedOfRound(seed: number, round: number): number {
  return 1 + Math.floor(randomOf(`round ${round}`, seed)() * (2 ** 31 - 2));
}

/** An arm that is offered nothing has lost the round, and says why. */
export async function loadOffered(
  cell: LoadCell,
  offer: Offer,
  ...rest: Parameters<typeof runLoad> extends [unknown, unknown, ...infer Rest] ? Rest : never
): Promise<CellOutcome> {
  if ('perSecond' in offer) return runLoad(cell, offer.perSecond, ...rest);
  const { scenario, scheme, arm, round, place } = cell;
  const common = { scenario: scenario.id, scheme: scheme.id, arm, round, place };
  return { part: { samples: [lost(common, offer.because)] }, state: 'inconclusive', summary: offer.because };
}

/** A cell is up for as long as its round, and waits for the turns of all others. */
export const longestRoundMs = 1_800_000;

/** Load at the offered rate, all that an arm may ask for. */
function mostMs(ratePerSecond: number, extent: Extent): number {
  return (extent.warmUp.most + mostSlices(extent)) * (leadMs + sliceMsAt(ratePerSecond, extent));
}

/** Half as many again where sweeps are disturbed, and the one that opens. */
function mostSlices({ slices }: Extent): number {
  return 1 + Math.ceil(1.5 * slices);
}

/** Slices in no figure, until the cost of every arm has come to rest. */
function warmUpOf({ warmUp: { least, most } }: Extent): Sweeps {
  return { wanted: Math.max(1, least), most: Math.max(1, most), untilAtRest: true };
}

/** All that is no server: the bench too. */
function othersOf({ store, balancer, generator }: Components): number[] {
  return [process.pid, generator, store, balancer].filter((pid) => typeof pid === 'number');
}

/** What a store was asked, and how late loops were, is asked at the offered rate alone. */
function unwatched({ servers, store, balancer }: Targets): Targets {
  return { servers, store, ...(balancer !== undefined && { balancer }) };
}

/** What autocannon finds in the same launch: shown beside ours, and in no comparison. */
async function autocannonThroughput(
  generator: Generator,
  job: ClosedJob,
  components: Targets,
  cores: Cores | undefined,
  slot: ArmSlot,
  signal: AbortSignal,
): Promise<Metric | undefined> {
  const { own } = await slot.next(() =>
    measureSlice(generator, { ...job, engine: 'autocannon' }, unwatched(components), signal),
  );
  const { metrics } = readSaturation([own], { ...components, generator: generator.pid }, cores?.servers.length);
  const found = metrics.find(({ metric }) => metric === 'throughput');
  return found && { ...found, ...measured('throughput.autocannon', found.value) };
}

interface Blocks {
  readonly storeRttUs: number | undefined;
  readonly storeShare: number | undefined;
  readonly open: Measurement;
  /** At saturation. */
  readonly closed: Measurement | undefined;
}

type Whose = Pick<Sample, 'scenario' | 'scheme' | 'arm' | 'round' | 'place'>;

function lost(common: Whose, invalidReason: string): Sample {
  return { ...common, ...measured('cpu.total', 0), valid: false, invalidReason };
}

/** Throughput is a question for saturation alone: at an offered rate it is the rate. */
function samplesOf(blocks: Blocks | undefined, seen: Observed<Blocks>, common: Whose, ratePerSecond: number): Sample[] {
  if (!blocks) return [lost(common, seen.cause ?? '')];
  const others = [
    ['rate.offered', ratePerSecond],
    ['store.rtt', blocks.storeRttUs],
    ['store.share', blocks.storeShare],
  ] as const;
  return [
    ...others.flatMap(([name, value]) => (value === undefined ? [] : [{ ...measured(name, value), valid: true }])),
    ...blocks.open.metrics.filter(({ metric }) => metric !== 'throughput'),
    ...(blocks.closed?.metrics ?? []),
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
