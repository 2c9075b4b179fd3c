import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { hostMs } from '../machine/host-clock.ts';
import { type Generator, startGenerator } from './generator.ts';
import { decodeSent } from './sent-set.ts';
import { jobFor } from './stub/stub-job.ts';

const { signal } = new AbortController();

describe('a generator that does its part of a job', () => {
  let generator: Generator;
  before(async () => {
    generator = await startGenerator();
  });
  after(() => generator[Symbol.asyncDispose]());

  it('sends every third arrival from its own on, begins with the others, and says by which connections', async () => {
    const stub = fork(new URL('./stub/stub.js', import.meta.url), ['arrivals'], { stdio: ['ignore', 2, 2, 'ipc'] });
    try {
      const [port] = (await once(stub, 'message')) as [number];
      const startAtMs = hostMs() + 60;
      const whole = { ...jobFor(port, 300, 100, 200), connections: 4 };
      const result = await generator.run({ ...whole, shard: { index: 1, of: 3, startAtMs } }, signal);
      const { sent = '', ports = [], firstDueMs } = result.shard ?? {};
      assert.deepEqual(
        decodeSent(sent),
        Array.from({ length: 30 }, (_, turn) => 1 + 3 * turn),
      );
      assert.deepEqual([result.counts.intended, result.counts.completed], [20, 20]);
      assert.equal(new Set(ports).size, 4);
      assert.equal(firstDueMs, 1_000 / 300);
      stub.send('tell');
      const [cameAt] = (await once(stub, 'message')) as [number[]];
      assert.equal(cameAt.length, 30);
    } finally {
      stub.kill();
    }
  });

  it('owes nothing any more after it stood still: what is overdue by more than a second is not sent', async () => {
    const stub = fork(new URL('./stub/stub.js', import.meta.url), ['arrivals'], { stdio: ['ignore', 2, 2, 'ipc'] });
    try {
      const [port] = (await once(stub, 'message')) as [number];
      const shard = { index: 0, of: 2, startAtMs: hostMs() - 3_000 };
      await assert.rejects(
        generator.run({ ...jobFor(port, 300, 0, 200), shard }, signal),
        /stood still for 3\d\d\d ms/,
      );
      stub.send('tell');
      assert.deepEqual(await once(stub, 'message').then(([cameAt]) => cameAt), []);
    } finally {
      stub.kill();
    }
  });
});
