import { setTimeout as delay } from 'node:timers/promises';
import { Queue } from 'bullmq';
import { later } from '../machine/later.ts';
import { openControl, prefix } from './control.ts';
import { queueOf } from './control-keys.ts';

/** The next load task of an agent is put into its queue again. @returns waits until that has happened */
export async function deliverTwice(controlUrl: string, name: string): Promise<() => Promise<void>> {
  const control = await openControl(controlUrl);
  const queue = new Queue(queueOf(name), { prefix, connection: control.link() });
  const done = later(
    (async () => {
      for (let left = 20_000; left > 0; left -= 1) {
        const [task] = (await queue.getJobs(['active', 'waiting'])).filter((job) => job?.name === 'load');
        if (task) return void (await queue.add('load', task.data));
        await delay(3);
      }
      throw new Error(`no task came to ${name}`);
    })(),
  );
  return async () => {
    await done;
    await queue.close();
    control[Symbol.dispose]();
  };
}
