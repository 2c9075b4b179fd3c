import { setTimeout as delay } from 'node:timers/promises';
import { type Control, prefix } from './control.ts';
import { queueOf } from './control-keys.ts';

/**
 * Takes tasks from the queue of an agent, which is its own: nobody else takes from it, and nothing is left in it.
 * @param work does one, and says what came of it
 */
export async function openAgentWorker(
  control: Control,
  name: string,
  work: (data: unknown) => Promise<unknown>,
): Promise<AsyncDisposable> {
  const { Queue, Worker } = await import('bullmq');
  const queue = new Queue(queueOf(name), { prefix, connection: control.link() });
  queue.on('error', () => {});
  await queue.obliterate({ force: true });
  const worker = new Worker(queueOf(name), (job) => work(job.data), {
    ...{ prefix, connection: control.link(), concurrency: tasksAtOnce, maxStalledCount: 0 },
    ...{ removeOnComplete: { age: keptSeconds }, removeOnFail: { age: keptSeconds } },
  });
  worker.on('error', () => {});
  await worker.waitUntilReady();
  return {
    async [Symbol.asyncDispose]() {
      // a control Redis that is away holds nobody up
      const quietly = (closing: Promise<unknown>) => Promise.race([closing.catch(() => {}), delay(closeMs)]);
      await quietly(worker.close(true));
      if (control.asked.status === 'ready') await quietly(queue.obliterate({ force: true }));
      await quietly(queue.close());
    },
  };
}

/** Warm-ups run beside each other. */
const tasksAtOnce = 8;
const keptSeconds = 60;
const closeMs = 1_000;
