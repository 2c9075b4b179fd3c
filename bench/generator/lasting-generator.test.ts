import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import type { Generator } from './generator.ts';
import type { LoadJob, LoadResult, OpenJob } from './job.ts';
import { startLastingGenerator } from './lasting-generator.ts';

const { signal } = new AbortController();

/** Ends in each of its jobs. */
function mortal(pid: number): Generator {
  let up = true;
  return {
    pid,
    isUp: () => up,
    async run() {
      up = false;
      throw new Error(`${pid} ended`);
    },
    async [Symbol.asyncDispose]() {},
  };
}

describe('a load generator that ends by itself', () => {
  it('fails the job that it ended in, and is started anew for the next one', async () => {
    const stub = fork(new URL('./stub/stub.js', import.meta.url), ['none']);
    const [port] = await once(stub, 'message');
    const said: string[] = [];
    await using generator = await startLastingGenerator((text) => said.push(text));
    try {
      const job: OpenJob = {
        ...{ executor: 'open', scenario: 'authenticated-read', authority: 'app.test' },
        protocol: {
          credentials: {},
          steps: { me: { method: 'GET', path: '/me', carries: [], ok: [200], subject: 'id' } },
        } as unknown as OpenJob['protocol'],
        origins: [`http://127.0.0.1:${port}`],
        users: [{ user: { id: 'u1', username: 'ann', password: 'pw' }, credential: {} }],
        ...{ connections: 2, warmUpMs: 0, durationMs: 200, timeoutMs: 5_000, rate: 100, queueLimit: 100 },
      };
      const { pid } = generator;
      const killed = generator.run(job, signal, () => process.kill(pid, 'SIGKILL'));
      await assert.rejects(killed, { code: 'AB-E401', message: /ended before its job/ });
      assert.notEqual(generator.pid, pid);
      assert.equal(said.length, 1);
      assert.equal((await generator.run(job, signal)).counts.completed, 20);
    } finally {
      stub.disconnect();
      await once(stub, 'exit');
    }
  });

  it('is not started again and again', async () => {
    let starts = 0;
    await using generator = await startLastingGenerator(undefined, async () => mortal(++starts));
    const seen: string[] = [];
    for (let job = 0; job < 6; job += 1)
      await generator.run({} as LoadJob, signal).then(
        (_: LoadResult) => assert.fail('it ended'),
        (error: Error) => seen.push(error.message),
      );
    const over = 'the load generator ended 4 times, and is not started again';
    assert.deepEqual(seen, ['1 ended', '2 ended', '3 ended', '4 ended', over, over]);
    assert.equal(starts, 4);
  });
});
