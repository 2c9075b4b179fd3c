import type { Results } from '../../reports/results/results.ts';
import type { CellOutcome } from '../cells/cell-outcome.ts';
import { assertContract } from '../cells/contract.ts';
import { type Observed, observe } from '../cells/observe.ts';
import type { Generator } from '../generator/generator.ts';
import type { LoadCell } from '../plan/plan-load.ts';
import type { Profile } from '../plan/profiles.ts';
import { isForeign } from '../targets/external/external-subject.ts';
import type { RunContext, TargetOptions } from '../targets/target.ts';
import type { Slice } from './join.ts';
import { atTheStart, closedJob, componentsOf, leadMs, openJob, options, sliceMsAt, virtualUsers } from './load-jobs.ts';
import { costOf, measureLoad, measureSlice, readSlices, type Targets } from './measure.ts';
import type { Measurement, WarmUp } from './metrics.ts';
import type { Offer } from './pilot.ts';
import { isSteady, windowsNeeded } from './steady.ts';
import { stillSignedIn } from './still-signed-in.ts';
import { commandsOf, storeShareOf } from './store-use.ts';
import type { Turns } from './turns.ts';
import { heat } from './warm-up.ts';

type Extent = Profile['load'];
type Sample = Results['samples'][number];

/** How a cell takes its part in a round whose arms are all up at once. Whoever gave it the part ends it. */
export interface Part extends Pick<Turns, 'next'> {
  /** Called when it is up, and only waits for its turn. */
  ready(): void;
}

/**
 * One arm of one round: a fresh launch, then load in slices, in turn with the other arms, so that whatever else the
 * machine does falls on all of them (after Bulej et al. 2020, whose arms run at the same time: on two cores they would
 * measure each other). Where asked for, a block at saturation comes last.
 */
export async function runLoad(
  { id, scenario, scheme, arm, measureOnly, otherwise, round, place, saturated }: LoadCell,
  ratePerSecond: number,
  extent: Extent,
  generator: Generator,
  context: RunContext,
  part: Part,
): Promise<CellOutcome> {
  const about = { id: `load/${id}`, title: `${scenario.title}, round ${round}`, withinMs: longestRoundMs };
  const wanted: TargetOptions = { ...options(scheme, extent), ...otherwise };
  const seen = await observe(about, wanted, context, async ({ stage }, live) => {
    const { signal } = stage;
    const foreign = isForeign(scheme) ? context.foreign?.get(scheme.id) : undefined;
    if (!measureOnly && !foreign) await assertContract(stage);
    let users = await virtualUsers(scenario, stage, extent.users);
    // the generator speaks for itself, and the target's ceilings hold for it too
    foreign?.reserve(Math.ceil((ratePerSecond * mostMs(ratePerSecond, extent)) / 1_000));
    const components = componentsOf(live, context);
    part.ready();
    const { own: commands } = await part.next(() => commandsOf(stage, scenario, live.target));
    await part.next(async () => {
      if (!foreign) users = await heat(scenario, { stage, live }, users, extent, generator, signal);
    });
    const sliceMs = leadMs + sliceMsAt(ratePerSecond, extent);
    const slice = async () => {
      users = await stillSignedIn(scenario, stage, users, sliceMs);
      const one = await measureSlice(
        generator,
        openJob(scenario, live, users, extent, ratePerSecond),
        components,
        signal,
      );
      users = [...one.result.users];
      return one;
    };
    const warmUp = await warmedUp(slice, components, extent, part);
    users = atTheStart(scenario, users);
    const [first, ...others] = await inTurn(slice, extent.slices, part);
    const open = readSlices([first as Slice, ...others], generator, components, warmUp);
    const closed =
      saturated && !foreign
        ? await part.next(() => measureLoad(generator, closedJob(scenario, live, users, extent), components, signal))
        : undefined;
    return {
      value: {
        open,
        closed: closed?.own,
        storeRttUs: live.storeRttUs,
        storeShare: commands && storeShareOf(open.result, commands),
      },
      facts: { ratePerSecond, place, ...factsOf(open), ...(closed && { saturation: factsOf(closed.own) }) },
    };
  });
  const common = { scenario: scenario.id, scheme: scheme.id, arm, round, place };
  return {
    part: { samples: samplesOf(seen.value, seen, common, ratePerSecond), evidence: [seen.evidence] },
    ...judged(seen, ratePerSecond),
  };
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
  return (extent.warmUp.most + extent.slices) * (leadMs + sliceMsAt(ratePerSecond, extent));
}

/** Slices in no figure, until the cost of every arm has come to rest: all have as many. */
async function warmedUp(slice: () => Promise<Slice>, components: Targets, extent: Extent, part: Part): Promise<WarmUp> {
  const { least, most } = extent.warmUp;
  const costs: number[] = [];
  let ms = 0;
  let [steady, allSteady] = [false, false];
  while (costs.length < most && !(allSteady && costs.length >= least)) {
    const { own, all } = await part.next(async () => {
      const one = await slice();
      costs.push(costOf(one, components) ?? 0);
      ms += one.result.elapsedMs;
      return isSteady(costs);
    });
    [steady, allSteady] = [own, all.every(Boolean)];
  }
  return { ms, steady: costs.length < windowsNeeded ? undefined : steady };
}

async function inTurn(slice: () => Promise<Slice>, count: number, part: Part): Promise<Slice[]> {
  const slices: Slice[] = [];
  while (slices.length < count) slices.push((await part.next(slice)).own);
  return slices;
}

interface Blocks {
  readonly storeRttUs: number | undefined;
  readonly storeShare: number | undefined;
  readonly open: Measurement;
  readonly closed: Measurement | undefined;
}

type Whose = Pick<Sample, 'scenario' | 'scheme' | 'arm' | 'round' | 'place'>;

function lost(common: Whose, invalidReason: string): Sample {
  return { ...common, metric: 'cpu.total', unit: 'us', value: 0, valid: false, invalidReason };
}

/** Throughput is a question for saturation alone: at an offered rate it is the rate. */
function samplesOf(blocks: Blocks | undefined, seen: Observed<Blocks>, common: Whose, ratePerSecond: number): Sample[] {
  if (!blocks) return [lost(common, seen.cause ?? '')];
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
