import type { LoadScenario, VirtualUser } from '../../scenarios/kinds/load.ts';
import { signerOf } from '../driver/signer-of.ts';
import { errorLine } from '../errors.ts';
import { createAlarm } from '../machine/link/alarm.ts';
import { watchLoop } from '../machine/loop-delay.ts';
import { runAutocannon } from './autocannon.ts';
import { runClosed } from './closed.ts';
import type { GeneratorCommand, GeneratorReport } from './generator.ts';
import { createHistogram, encodeHistogram } from './histogram.ts';
import type { Block, Edge, LoadJob, LoadResult } from './job.ts';
import { runOpen } from './open.ts';

/** Entry of the generator process: jobs come over IPC, one at a time, and it ends with the channel. */
let last: Promise<void> = Promise.resolve();
/** One for all jobs: to start its thread costs more than a short block. */
const alarm = await createAlarm();
const stops = new Map<number, AbortController>();

process.on('disconnect', () => process.exit());
process.on('message', (message: GeneratorCommand) => {
  if ('stop' in message) return stops.get(message.id)?.abort();
  const { id, job } = message;
  const stop = new AbortController();
  stops.set(id, stop);
  const before = 'unmeasured' in job ? Promise.resolve() : last;
  const done = before
    .then(() => perform(job, (block) => report({ id, block }), stop.signal))
    .then(
      (result) => report({ id, result }),
      (error: unknown) => report({ id, error: errorLine(error) }),
    )
    .finally(() => stops.delete(id));
  if (!('unmeasured' in job)) last = done.then(() => {});
});
process.send?.('ready');

function report(what: GeneratorReport): void {
  if (process.connected) process.send?.(what);
}

async function perform(job: LoadJob, onBlock: (edge: Edge) => void, signal: AbortSignal): Promise<LoadResult> {
  const module: { readonly default: LoadScenario } = await import(`../../scenarios/load/${job.scenario}.js`);
  const scenario = module.default;
  const signer = await signerOf(job.protocol);
  const users = job.users.map((user): VirtualUser => ({ ...user }));
  let before = process.cpuUsage();
  let generatorCpuUs = 0;
  const loopDelay = createHistogram();
  const loop = watchLoop((delayUs) => loopDelay.recordValue(delayUs));
  const onEdge = (edge: Edge) => {
    if (edge === 'start') {
      before = process.cpuUsage();
      loop.begin();
    } else {
      const { user, system } = process.cpuUsage(before);
      generatorCpuUs = user + system;
      loop.end();
    }
    onBlock(edge);
  };
  const block = await run({ ...job, users, signer }, scenario, onEdge, signal);
  return { ...block, generatorCpuUs, loopDelay: encodeHistogram(loopDelay), users };
}

function run(job: LoadJob, scenario: LoadScenario, onEdge: (edge: Edge) => void, signal: AbortSignal): Promise<Block> {
  if (job.executor === 'open') return runOpen(job, scenario, alarm, onEdge, signal);
  return job.engine === 'autocannon'
    ? runAutocannon(job, scenario, onEdge, signal)
    : runClosed(job, scenario, onEdge, signal);
}
