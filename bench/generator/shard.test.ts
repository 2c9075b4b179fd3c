import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import authenticatedRead from '../../scenarios/load/authenticated-read.ts';
import { hostMs } from '../machine/host-clock.ts';
import { createDispatch } from './dispatch.ts';
import { type Generator, startGenerator } from './generator.ts';
import { createOccupancy } from './occupancy.ts';
import { decodeSent } from './sent-set.ts';
import { jobFor } from './stub/stub-job.ts';
import { createTally } from './tally.ts';

const { signal } = new AbortController();

describe('a generator that does its part of a job', () => {
  let generator: Generator;
  before(async () => {
    generator = await startGenerator();
  });
  after(() => generator[Symbol.asyncDispose]());

  /** Its part, and how many requests came; undefined where the machine held it up, so that it sent only some of them. */
  async function everyThird() {
    const stub = fork(new URL('./stub/stub.js', import.meta.url), ['arrivals'], { stdio: ['ignore', 2, 2, 'ipc'] });
    try {
      const [port] = (await once(stub, 'message')) as [number];
      const startAtMs = hostMs() + 60;
      const whole = { ...jobFor(port, 300, 100, 200), connections: 4 };
      const result = await generator
        .run({ ...whole, shard: { index: 1, of: 3, startAtMs } }, signal)
        .catch((error: Error) => assert.match(error.message, /stood still/));
      if (!result) return undefined;
      stub.send('tell');
      const [cameAt] = (await once(stub, 'message')) as [number[]];
      return { result, came: cameAt.length };
    } finally {
      stub.kill();
    }
  }

  it('sends every third arrival from its own on, begins with the others, and says by which connections', async () => {
    let whole = await everyThird();
    while (!whole) whole = await everyThird();
    const { result, came } = whole;
    const { sent = '', ports = [], firstDueMs } = result.shard ?? {};
    assert.deepEqual(
      decodeSent(sent),
      Array.from({ length: 30 }, (_, turn) => 1 + 3 * turn),
    );
    assert.deepEqual([result.counts.intended, result.counts.completed], [20, 20]);
    assert.equal(new Set(ports).size, 4);
    assert.equal(firstDueMs, 1_000 / 300);
    assert.equal(came, 30);
  });

  it('owes nothing any more after it stood still: what is overdue by more than a second is not sent', async () => {
    const stub = fork(new URL('./stub/stub.js', import.meta.url), ['arrivals'], { stdio: ['ignore', 2, 2, 'ipc'] });
    try {
      const [port] = (await once(stub, 'message')) as [number];
      const shard = { index: 0, of: 2, startAtMs: hostMs() - 3_000 };
      await assert.rejects(
        generator.run({ ...jobFor(port, 300, 0, 200), shard }, signal),
        // at least: by its first look more may be overdue
        ({ message }) => Number(/stood still for (\d+) ms/.exec(message)?.[1]) >= 3_000,
      );
      stub.send('tell');
      assert.deepEqual(await once(stub, 'message').then(([cameAt]) => cameAt), []);
    } finally {
      stub.kill();
    }
  });

  it('owes nothing of what waited for a connection either, when it stood still meanwhile', async () => {
    let [came, isOver] = [0, false];
    const server = createServer((_request, response) => {
      came += 1;
      isOver = true;
      response.setHeader('content-type', 'application/json').end('{"id":"u1"}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const job = { ...jobFor((server.address() as AddressInfo).port, 100, 0, 100), connections: 1 };
    const dispatch = createDispatch(
      job,
      authenticatedRead,
      () => {},
      () => isOver,
    );
    try {
      await dispatch.opened;
      const [tally, occupancy] = [createTally(performance.now()), createOccupancy()];
      for (const index of [0, 1, 2]) dispatch.admit({ dueAt: performance.now(), index, tally, occupancy });
      await dispatch.drained(20_000);
      const { sent, completed, dropped } = tally.result(100).counts;
      assert.deepEqual([came, sent, completed, dropped], [1, 1, 1, 2]);
    } finally {
      dispatch.close();
      server.closeAllConnections();
      server.close();
    }
  });
});
