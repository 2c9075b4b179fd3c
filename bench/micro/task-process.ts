import { Bench } from 'tinybench';
import type { MicroTask } from '../../scenarios/scenario.ts';
import { sentence } from '../errors.ts';
import { findBatch, perform } from './batch.ts';

/** What the process is told. */
export interface TaskOrder {
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
  const report = await measure(order).catch((error: unknown): TaskReport => ({ error: sentence(error) }));
  process.send?.(report, () => process.disconnect());
});

async function measure({ task, storeUrl, budgetMs }: TaskOrder): Promise<TaskReport> {
  const module: { readonly default: MicroTask } = await import(`../../scenarios/micro/${task}.js`);
  const { concurrent, prepare } = module.default;
  const prepared = await prepare({ storeUrl });
  if (!prepared) return { notRun: 'what it needs is not there' };
  try {
    const batch = await findBatch(prepared.run, concurrent);
    const bench = new Bench({
      time: budgetMs,
      iterations: 3,
      warmupTime: budgetMs / 3,
      warmupIterations: 1,
      throws: true,
    });
    let operations = 0;
    let before = process.cpuUsage();
    const iteration = async () => {
      const startAt = bench.now();
      await perform(prepared.run, batch);
      const took = bench.now() - startAt;
      operations += batch.size;
      return { overriddenDuration: took / batch.size, overriddenIterationCost: took };
    };
    /** Runs again after the warm-up, which then is in neither sum. */
    const beforeAll = () => {
      operations = 0;
      before = process.cpuUsage();
    };
    bench.add(task, iteration, { beforeAll });
    const [measured] = await bench.run();
    const { user, system } = process.cpuUsage(before);
    if (measured?.result.state !== 'completed') return { error: `the measurement ended ${measured?.result.state}` };
    return { timeUs: measured.result.latency.p50 * 1_000, cpuUs: (user + system) / operations, operations };
  } finally {
    await prepared.close?.();
  }
}
