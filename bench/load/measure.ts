import { foreignCores, type Programs, readPrograms } from '../machine/other-programs.ts';
import { difference, type Resources, sample, type Usage } from '../machine/resources.ts';
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
  components: Omit<Components, 'generator'>,
  signal: AbortSignal,
  windowMs?: number,
): Promise<Measured> {
  const all: Components = { ...components, generator: generator.pid };
  const targets = [...all.servers, ...(typeof all.store === 'number' ? [all.store] : [])];
  const edges: { start?: Moment; end?: Moment } = {};
  let warmUp: WarmUp | undefined;
  let watch: ReturnType<typeof watchWarmUp> | undefined;
  try {
    const result = await generator.run(job, signal, (edge, begin) => {
      // what the reading itself costs stays out of the block
      if (edge === 'start') edges.start = { programs: readPrograms(), resources: sample(seen(all)) };
      else if (edge === 'end') edges.end = { resources: sample(seen(all)), programs: readPrograms() };
      else if (windowMs !== undefined) watch = watchWarmUp(targets, windowMs, begin);
      if (edge === 'start') warmUp = watch?.stop();
    });
    return { result, ...readBlock(result, usageOf(edges.start, edges.end, seen(all)), all, warmUp) };
  } finally {
    watch?.stop();
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

/** At an even rate, equal windows hold equal numbers of requests: CPU per window tells as much as CPU per request. */
function watchWarmUp(pids: readonly number[], windowMs: number, begin: () => void): { stop(): WarmUp | undefined } {
  const startAt = performance.now();
  const windows: number[] = [];
  let steady = false;
  let before = sample(pids);
  const timer = setInterval(() => {
    const now = sample(pids);
    if (!before || !now) return;
    const { wallMs, processes } = difference(before, now);
    before = now;
    const cpuUs = [...processes.values()].reduce((sum, process) => sum + process.cpuUs, 0);
    windows.push(cpuUs / wallMs);
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
