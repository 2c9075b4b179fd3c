import { difference, type Resources, sample } from '../resources.ts';
import type { Generator } from './generator.ts';
import type { LoadJob, LoadResult } from './job.ts';
import { type Components, type Measurement, readBlock } from './metrics.ts';

/** A block of load, with what it cost each component. */
export interface Measured extends Measurement {
  readonly result: LoadResult;
}

/** Runs one block and reads the counters of every component at its two edges. Rejects as `Generator.run` does. */
export async function measureLoad(
  generator: Generator,
  job: LoadJob,
  components: Omit<Components, 'generator'>,
  signal: AbortSignal,
): Promise<Measured> {
  const all: Components = { ...components, generator: generator.pid };
  const pids = [...all.servers, all.generator, ...(typeof all.store === 'number' ? [all.store] : [])];
  const edges: { start?: Resources | undefined; end?: Resources | undefined } = {};
  const result = await generator.run(job, signal, (edge) => {
    edges[edge] = sample(pids);
  });
  const usage = edges.start && edges.end && difference(edges.start, edges.end);
  return { result, ...readBlock(result, usage, all) };
}
