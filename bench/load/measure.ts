import { foreignCores, type Programs, readPrograms } from '../machine/other-programs.ts';
import { difference, type Resources, sample, type Usage } from '../machine/resources.ts';
import { askBeside, type Witnesses } from './asides.ts';
import type { Generator } from './generator.ts';
import type { LoadJob, LoadResult } from './job.ts';
import { type Components, type Measurement, readBlock, seen, type WarmUp } from './metrics.ts';
import { isSteady } from './steady.ts';

/** A block of load, with what it cost each component. */
export interface Measured extends Measurement {
  readonly result: LoadResult;
}

/**
 * Runs one block and reads the counters of every component at its two edges. Rejects as `Generator.run` does.
 * @param windowMs where given, the warm-up ends as soon as windows of this length cost the same; the job has its most.
 */
export async function measureLoad(
  generator: Generator,
  job: LoadJob,
  components: Omit<Components, 'generator'> & Witnesses,
  signal: AbortSignal,
  windowMs?: number,
): Promise<Measured> {
  const all: Components = { ...components, generator: generator.pid };
  const targets = [...all.servers, ...(typeof all.store === 'number' ? [all.store] : [])];
  const beside = askBeside(components);
  const edges: { start?: Moment; middle?: Resources | undefined; end?: Moment } = {};
  let warmUp: WarmUp | undefined;
  let watch: ReturnType<typeof watchWarmUp> | undefined;
  let halfTime: NodeJS.Timeout | undefined;
  try {
    const result = await generator.run(job, signal, (edge, begin) => {
      if (edge === 'warm-up') {
        if (windowMs !== undefined) watch = watchWarmUp(targets, windowMs, begin);
      } else if (edge === 'start') {
        // what the reading itself costs stays out of the block
        edges.start = { programs: readPrograms(), resources: sample(seen(all)) };
        warmUp = watch?.stop();
        beside.begin();
        halfTime = setTimeout(() => {
          edges.middle = sample(targets);
        }, job.durationMs / 2);
      } else edges.end = { resources: sample(seen(all)), programs: readPrograms() };
    });
    const told = await beside.end(signal);
    const usage = usageOf(edges.start, edges.end, seen(all));
    const secondHalf = secondHalfOf(targets, edges.start?.resources, edges.middle, edges.end?.resources);
    return { result, ...readBlock(result, usage, all, { ...told, warmUp, secondHalf }) };
  } finally {
    watch?.stop();
    clearTimeout(halfTime);
  }
}

interface Moment {
  readonly programs: Programs | undefined;
  readonly resources: Resources | undefined;
}

function usageOf(start: Moment | undefined, end: Moment | undefined, ours: readonly number[]): Usage | undefined {
  if (!start?.resources || !end?.resources) return undefined;
  const usage = difference(start.resources, end.resources);
  if (!start.programs || !end.programs) return usage;
  const foreign = foreignCores(start.programs, end.programs, ours, usage.wallMs);
  return { ...usage, machine: { ...usage.machine, foreignCores: foreign } };
}

/** Over the first half, which would be 1 where the cost of a request had come to rest. */
function secondHalfOf(pids: readonly number[], ...moments: (Resources | undefined)[]): number | undefined {
  const [start, middle, end] = moments;
  return start && middle && end ? paceOf(pids, middle, end) / paceOf(pids, start, middle) : undefined;
}

/** At an even rate, equal spans hold equal numbers of requests: CPU over time tells as much as CPU per request. */
function paceOf(pids: readonly number[], from: Resources, to: Resources): number {
  const { wallMs, processes } = difference(from, to);
  return pids.reduce((sum, pid) => sum + (processes.get(pid)?.cpuUs ?? Number.NaN), 0) / wallMs;
}

function watchWarmUp(pids: readonly number[], windowMs: number, begin: () => void): { stop(): WarmUp | undefined } {
  const startAt = performance.now();
  const windows: number[] = [];
  let steady = false;
  let before = sample(pids);
  const timer = setInterval(() => {
    const now = sample(pids);
    if (!before || !now) return;
    windows.push(paceOf(pids, before, now));
    before = now;
    steady ||= isSteady(windows);
    if (steady) begin();
  }, windowMs);
  return {
    stop() {
      clearInterval(timer);
      return before && { ms: performance.now() - startAt, steady };
    },
  };
}
