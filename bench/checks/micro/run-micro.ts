import { fork } from 'node:child_process';
import { once } from 'node:events';
import { measured } from '../../../reports/metrics.ts';
import type { Results } from '../../../reports/results/results.ts';
import { span } from '../../../reports/text/amount.ts';
import type { MicroTask } from '../../../scenarios/kinds/micro.ts';
import type { CellOutcome } from '../../cells/cell-outcome.ts';
import type { TaskOrder, TaskReport } from './task-process.ts';

const primitives = new URL('../../../scenarios/micro/', import.meta.url);

type Sample = Results['samples'][number];

/**
 * Measures one primitive, each round in a fresh process: what else ran in a process changes what is measured there.
 * Rejects only with the signal's reason; whatever else goes wrong is an outcome.
 * @param budgetMs measured time of all rounds together; starting processes comes on top.
 * @param options.graceMs what a process may take beyond several times its share of it: one that takes longer is stuck, and ended.
 */
export async function runMicro(
  { id, title }: MicroTask,
  storeUrl: string | undefined,
  budgetMs: number,
  signal: AbortSignal,
  { graceMs = 30_000, folder = primitives } = {},
): Promise<CellOutcome> {
  const rounds = Math.max(1, Math.min(mostRounds, Math.floor(budgetMs / leastRoundMs)));
  const samples: Sample[] = [];
  for (let round = 1; round <= rounds; round++) {
    const order = { folder: folder.href, task: id, storeUrl, budgetMs: budgetMs / rounds };
    const report = await runTask(order, timesBudget * order.budgetMs + graceMs, signal);
    if ('notRun' in report) return { part: {}, state: 'not-run', summary: report.notRun };
    if ('error' in report) return { part: { samples }, state: 'inconclusive', summary: report.error };
    const common = { scenario: id, scheme: arm.scheme, arm, round, valid: true };
    samples.push({ ...common, ...measured('time.operation', report.timeUs) });
    samples.push({ ...common, ...measured('cpu.operation', report.cpuUs) });
  }
  return { part: { samples }, state: 'done', summary: `${title}: ${summary(samples)}` };
}

const arm = { group: 'micro', scheme: 'none', role: 'main' } as const;

async function runTask(order: TaskOrder, mostMs: number, signal: AbortSignal): Promise<TaskReport> {
  signal.throwIfAborted();
  const child = fork(new URL('./task-process.js', import.meta.url), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const kill = () => child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  const exited = once(child, 'exit');
  let report: TaskReport = { error: 'its process ended before it was measured' };
  const watchdog = setTimeout(() => {
    report = 'timeUs' in report ? report : { error: `its process was stuck: it was ended after ${mostMs / 1_000} s` };
    kill();
  }, mostMs);
  child.once('message', (message) => {
    report = message as TaskReport;
  });
  child.send(order);
  await exited;
  clearTimeout(watchdog);
  signal.removeEventListener('abort', kill);
  signal.throwIfAborted();
  return report;
}

function summary(samples: readonly Sample[]): string {
  const times = samples.filter(({ metric }) => metric === 'time.operation').map(({ value }) => value);
  const [low, high] = [Math.min(...times), Math.max(...times)];
  return `${span(low, high, 'us')}${times.length > 1 ? `, n = ${times.length}` : ''}`;
}

const mostRounds = 3;
/** Warm-up, and batches that take longer than they should, on a machine that is busy elsewhere. */
const timesBudget = 5;
const leastRoundMs = 60;
