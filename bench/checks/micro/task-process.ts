import { Bench } from 'tinybench';
import type { MicroTask } from '../../../scenarios/kinds/micro.ts';
import { find } from '../../../servers/discover.ts';
import { errorLine } from '../../errors.ts';
import { findBatch, perform } from './batch.ts';

/** What the process is told. */
export interface TaskOrder {
  /** Where the primitive is, and which one. */
  readonly folder: string;
  readonly task: MicroTask['id'];
  readonly storeUrl: string | undefined;
  readonly budgetMs: number;
}

/** What it answers. Costs are per operation: median wall time of the batches, mean CPU time of all threads. */
export type TaskReport =
  | { readonly timeUs: number; readonly cpuUs: number; readonly operations: number }
  | { readonly notRun: string }
  | { readonly error: string };

/** Entry of a process that measures one primitive and ends: a second one in the same process would be measured otherwise. */
process.on('disconnect', () => process.exit());
process.once('message', async (order: TaskOrder) => {
  const report = await measure(order).catch((error: unknown): TaskReport => ({ error: errorLine(error) }));
  process.send?.(report, () => process.disconnect());
});

async function measure({ folder, task, storeUrl, budgetMs }: TaskOrder): Promise<TaskReport> {
  const primitive = await find<MicroTask>(new URL(folder), task);
  if (!primitive) return { error: `there is no primitive ${task}` };
  const { concurrent, prepare } = primitive;
  const prepared = await prepare({ storeUrl });
  if (!prepared) return { notRun: 'what it needs is not there' };
  try {
    const batch = await findBatch(prepared.run, concurrent);
    const options = { time: budgetMs, iterations: 1, warmupTime: budgetMs / 3, warmupIterations: 1, throws: true };
    const bench = new Bench(options);
    let operations = 0;
    let cpuUs = 0;
    const iteration = async () => {
      const before = process.cpuUsage();
      const startAt = bench.now();
      await perform(prepared.run, batch);
      const took = bench.now() - startAt;
      const { user, system } = process.cpuUsage(before);
      cpuUs += user + system;
      operations += batch.size;
      return { overriddenDuration: took / batch.size, overriddenIterationCost: took };
    };
    /** Called again after the warm-up, which then is in neither sum. */
    const beforeAll = () => {
      operations = 0;
      cpuUs = 0;
    };
    bench.add(task, iteration, { beforeAll });
    const [measured] = await bench.run();
    if (measured?.result.state !== 'completed') return { error: `the measurement ended ${measured?.result.state}` };
    return { timeUs: measured.result.latency.p50 * 1_000, cpuUs: cpuUs / operations, operations };
  } finally {
    await prepared.close?.();
  }
}
