import type { Told, Watched } from '../cluster/watched.ts';
import type { Generator } from '../generator/generator.ts';
import { histogramOf } from '../generator/histogram.ts';
import type { Edge, LoadJob, LoadResult } from '../generator/job.ts';
import { otherLoadCores, readPrograms } from '../machine/other-programs.ts';
import { difference, type Resources, sample, type Usage } from '../machine/resources.ts';
import { type StoreTraffic, trafficBetween } from '../store/traffic.ts';
import { type Answering, type Counters, cpuOfServers, cpuOfStore } from './cpu.ts';
import { join, type Slice } from './join.ts';
import { type Components, type Measurement, readBlock, seen, type WarmUp } from './metrics.ts';

/** A block of load, with what it cost each component. */
export interface Measured extends Measurement {
  readonly result: LoadResult;
}

/** What is loaded. */
export interface Targets extends Omit<Components, 'generator'> {
  readonly watched?: Watched;
  /** What their store was asked so far, where one takes part and tells. */
  readonly traffic?: () => Promise<StoreTraffic>;
}

/** One block in one piece. Rejects as `Generator.run` does. */
export async function measureLoad(
  generator: Generator,
  job: LoadJob,
  components: Targets,
  signal: AbortSignal,
): Promise<Measured> {
  return readSlices([await measureSlice(generator, job, components, signal)], generator, components);
}

/**
 * Runs a stretch of load and reads the counters of every component at its two edges. The first reading comes as much
 * after its edge as the word of it takes, which is some tenths of a ms; by the last one the load is over. So what was
 * used is told too low by that part of the stretch, 0.2 % or so, alike for all arms. Other programs and what the store
 * was asked are read outside of the stretch, since that takes longer. Rejects as `Generator.run` does.
 */
export async function measureSlice(
  generator: Generator,
  job: LoadJob,
  components: Targets,
  signal: AbortSignal,
): Promise<Slice> {
  const ours = seen({ ...components, generator: generator.pid });
  const asked = await components.traffic?.();
  // whoever shares a load must begin together
  if (generator.shared) components.watched?.noteFirsts();
  const programs = readPrograms();
  const edges: Partial<Record<Edge, Resources | undefined>> = {};
  const result = await generator.run(job, signal, (edge) => {
    edges[edge] = sample(ours);
    if (edge === 'start') components.watched?.begin();
    else components.watched?.end();
  });
  const programsAfter = readPrograms();
  const otherLoad = programs && programsAfter && otherLoadCores(programs, programsAfter, ours);
  const askedAfter = await components.traffic?.();
  const told = await components.watched?.tell(signal);
  const firsts = told?.loops.flatMap((one) => one.firsts ?? []);
  return {
    result: firsts && generator.shared ? generator.shared.seen(result, job, new Map(firsts)) : result,
    usage: withTold(usageOf(edges, otherLoad), told?.usage),
    traffic: asked && askedAfter && trafficBetween(asked, askedAfter),
    loopDelays: told?.loops.map(({ delaysUs }) => histogramOf(delaysUs)),
    toldUs: told?.loops.map(({ cpuUs }) => cpuUs),
  };
}

export function readSlices(
  slices: readonly [Slice, ...Slice[]],
  generator: Generator,
  components: Targets,
  warmUp?: WarmUp,
): Measured {
  const { result, usage, traffic, loopDelays, toldUs } = join(slices);
  const aside = {
    loopDelays,
    toldUs,
    traffic,
    warmUp,
    secondHalf: secondHalfOf(slices.map((slice) => costOf(slice, components))),
  };
  return { result, ...readBlock(result, usage, { ...components, generator: generator.pid }, aside) };
}

/** Over the first half, which would be 1 where the cost of a request had come to rest; undefined for a single slice. */
export function secondHalfOf(costs: readonly (number | undefined)[]): number | undefined {
  const half = Math.floor(costs.length / 2);
  const mean = (some: typeof costs) => some.reduce<number>((sum, cost = Number.NaN) => sum + cost, 0) / some.length;
  const ratio = half === 0 ? Number.NaN : mean(costs.slice(-half)) / mean(costs.slice(0, half));
  return Number.isNaN(ratio) ? undefined : ratio;
}

/** CPU time per request of servers and store, in µs; undefined where it is not counted. */
export function costOf(slice: Counters, components: Answering): number | undefined {
  const { completed } = slice.result.counts;
  const ofServers = cpuOfServers(slice, components);
  const ofStore = cpuOfStore(slice, components);
  const isUnseen = typeof components.store === 'string';
  if (completed === 0 || typeof ofServers === 'string') return undefined;
  if (typeof ofStore === 'string') return isUnseen ? ofServers / completed : undefined;
  return (ofServers + ofStore) / completed;
}

function usageOf(
  { start, end }: Partial<Record<Edge, Resources | undefined>>,
  otherLoad: number | undefined,
): Usage | undefined {
  if (!start || !end) return undefined;
  const usage = difference(start, end);
  return otherLoad === undefined ? usage : { ...usage, machine: { ...usage.machine, otherLoadCores: otherLoad } };
}

/** With servers of other machines among the processes; what disturbed either machine disturbed the stretch. Pure. */
function withTold(usage: Usage | undefined, told: Told['usage']): Usage | undefined {
  if (!usage || !told) return usage;
  const { machine } = usage;
  const throttled = [machine, told.machine].flatMap(({ throttledCores }) => throttledCores ?? []);
  return {
    ...usage,
    processes: new Map([...usage.processes, ...told.processes]),
    machine: {
      ...machine,
      stealCores: Math.max(machine.stealCores, told.machine.stealCores),
      ...(throttled.length > 0 && { throttledCores: Math.max(...throttled) }),
    },
  };
}
