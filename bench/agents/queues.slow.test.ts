import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { FlowProducer, Queue, QueueEvents, Worker } from 'bullmq';
import { findProgram } from '../store/find-program.ts';
import { launchRedis } from '../store/launch.ts';
import type { StoreServer } from '../store/provider.ts';
import type { AgentCard } from './agent-card.ts';
import { openAgentWorker } from './agent-worker.ts';
import { type Control, openControl, prefix } from './control.ts';
import { openMember } from './member.ts';
import { openRecordedWay } from './recorded-way.fixture.ts';
import type { Unaddressed } from './task.ts';

const { signal } = new AbortController();
/** Every one that this machine has: Redis and Valkey answer alike, or agents may not rely on it. */
const programs = [await findProgram(['redis-server']), await findProgram(['valkey-server'])];

for (const [place, name] of ['redis-server', 'valkey-server'].entries())
  describe(`queues of BullMQ on ${name}`, { skip: !programs[place] && `no ${name} is on PATH` }, () => {
    let redis: StoreServer;
    let control: Control;
    const open: { close(): Promise<void> }[] = [];
    before(async () => {
      redis = await launchRedis(programs[place] ?? '', { signal });
      control = await openControl(redis.url);
    });
    afterEach(async () => {
      await Promise.all(open.splice(0).map((one) => one.close()));
      await control.asked.flushall();
    });
    after(async () => {
      control[Symbol.dispose]();
      await redis[Symbol.asyncDispose]();
    });

    const options = () => ({ prefix, connection: control.link() });
    function kept<T extends { close(): Promise<void>; on(event: 'error', heard: () => void): unknown }>(one: T): T {
      one.on('error', () => {});
      open.push(one);
      return one;
    }
    const queue = (of: string) => kept(new Queue(of, options()));
    const events = async (of: string) => {
      const heard = kept(new QueueEvents(of, options()));
      await heard.waitUntilReady();
      return heard;
    };
    const worker = (of: string, work: (data: unknown) => Promise<unknown>, more = {}) =>
      kept(new Worker(of, (job) => work(job.data), { ...options(), ...more }));

    it('give what was asked to one worker, once, and its answer to whoever asked', async () => {
      const done: unknown[] = [];
      const work = async (data: unknown) => done.push(data);
      const heard = await events('each');
      for (let i = 0; i < 3; i += 1) worker('each', work);
      const asked = queue('each');
      const jobs = await Promise.all(Array.from({ length: 30 }, (_, i) => asked.add('task', i)));
      await Promise.all(jobs.map((job) => job.waitUntilFinished(heard)));
      assert.deepEqual(
        done.toSorted((a, b) => Number(a) - Number(b)),
        Array.from({ length: 30 }, (_, i) => i),
      );
    });

    it('do the parts of a flow before the whole, which has their answers', async () => {
      const order: string[] = [];
      const heard = await events('flow');
      kept(
        new Worker(
          'flow',
          async (job) => {
            order.push(job.name);
            return job.name === 'whole' ? Object.values(await job.getChildrenValues()).toSorted() : job.data;
          },
          options(),
        ),
      );
      const part = (name: string, data: number) => ({ name, data, queueName: 'flow' });
      const { job } = await kept(new FlowProducer(options())).add({
        ...{ name: 'whole', queueName: 'flow' },
        children: [part('first', 1), part('second', 2)],
      });
      assert.deepEqual(await job.waitUntilFinished(heard), [1, 2]);
      assert.equal(order.at(-1), 'whole');
    });

    it('hold back what is to be done later, and nothing else', async () => {
      const order: unknown[] = [];
      const heard = await events('later');
      worker('later', async (data) => order.push(data));
      const asked = queue('later');
      // by the clock that BullMQ goes by, and in one transaction: nothing lies between the two
      const askedAt = Date.now();
      const jobs = await asked.addBulk([
        { name: 'task', data: 'late', opts: { delay: 300 } },
        { name: 'task', data: 'soon' },
      ]);
      await Promise.all(jobs.map((job) => job.waitUntilFinished(heard)));
      assert.deepEqual(order, ['soon', 'late']);
      assert.ok(Date.now() - askedAt >= 300);
    });

    it('wake a worker that has nothing to do, long before it would look by itself', async () => {
      const looksAfterS = 30;
      const heard = await events('idle');
      const idle = worker('idle', async () => 'done', { drainDelay: looksAfterS });
      await idle.waitUntilReady();
      // by then it waits for what comes
      await delay(500);
      const job = await queue('idle').add('task', {});
      assert.equal(await job.waitUntilFinished(heard, (looksAfterS * 1_000) / 3), 'done');
    });

    it('go on where they were when their Redis comes back', async () => {
      const answers = kept(new Worker('back', async (job) => job.data, options()));
      await answers.waitUntilReady();
      const heard = await events('back');
      const asked = queue('back');
      assert.equal(await (await asked.add('task', 1)).waitUntilFinished(heard), 1);
      const failed = once(answers, 'error');
      await redis.faults?.kill();
      await failed;
      await redis.faults?.restart();
      // it kept nothing, and a task that was asked meanwhile waits for it
      assert.equal(await (await asked.add('task', 2)).waitUntilFinished(heard), 2);
    });

    it('lose no answer that comes before anybody listens to it', async () => {
      await using _ = await openAgentWorker(control, 'a1', async () => {
        await delay(100);
        return 'done';
      });
      await using far = await openRecordedWay(redis.url, 400);
      using slow = await openControl(far.url);
      // tasks are sent at once, and whoever listens to answers does so later, as on a busy machine
      const links = [control, slow].values();
      const between: Control = { ...control, link: () => (links.next().value ?? control).link() };
      await using member = await openMember({ name: 'a1', id: 'x' } as AgentCard, between);
      assert.equal(await member.ask({ kind: 'cells' } as Unaddressed, 10_000, signal), 'done');
    });
  });
