import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
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

  it('owes nothing of what waited for a connection either, when it stood still meanwhile', async () => {
    let came = 0;
    const server = createServer((_request, response) => {
      came += 1;
      setTimeout(() => response.setHeader('content-type', 'application/json').end('{"id":"u1"}'), 250);
    }).listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const job = { ...jobFor((server.address() as AddressInfo).port, 100, 0, 30_000), connections: 2 };
      const shard = { index: 0, of: 2, startAtMs: hostMs() + 100 };
      const ended = assert.rejects(generator.run({ ...job, shard }, signal), /stood still for \d{4,} ms/);
      while (came < 4) await delay(20);
      process.kill(generator.pid, 'SIGSTOP');
      await delay(1_300);
      const before = came;
      process.kill(generator.pid, 'SIGCONT');
      await ended;
      await delay(100);
      assert.equal(came - before, 0);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
