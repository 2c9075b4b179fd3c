import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Field, openField, redisHere } from './agents.fixture.ts';

const { signal } = new AbortController();
const skip = redisHere === undefined && 'no redis-server or valkey-server is on PATH, and BullMQ needs a real one';

describe('agents', { skip }, () => {
  let field: Field;
  before(async () => {
    field = await openField();
  });
  after(() => field[Symbol.asyncDispose]());

  it('send every arrival of a block once between them, in 20 blocks, and nothing is left in the control Redis', async () => {
    await Promise.all(['a1', 'a2', 'a3'].map((name) => field.agent(name)));
    await using bench = await field.bench(3);
    const job = await field.job(bench.generator);
    for (let turn = 0; turn < 20; turn += 1) {
      const edges: string[] = [];
      const result = await bench.generator.run(job, signal, (edge) => edges.push(edge));
      assert.deepEqual(edges, ['start', 'end']);
      const { intended, sent, completed, failed, dropped } = result.counts;
      assert.deepEqual(
        { intended, sent, completed, failed, dropped },
        { intended: 100, sent: 100, completed: 100, failed: 0, dropped: 0 },
      );
      assert.deepEqual(
        result.parts?.flatMap(({ by, wrong }) => wrong.map((one) => `${by}: ${one}`)),
        [],
      );
      assert.deepEqual(
        result.users.map(({ user }) => user.username),
        job.users.map(({ user }) => user.username),
      );
    }
  });
});
