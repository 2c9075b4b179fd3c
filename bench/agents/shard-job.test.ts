import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { jobFor } from '../generator/stub/stub-job.ts';
import { shardJob } from './shard-job.ts';

const shapes = fc.record({
  of: fc.integer({ min: 1, max: 7 }),
  users: fc.integer({ min: 7, max: 40 }),
  connections: fc.integer({ min: 7, max: 40 }),
  instances: fc.integer({ min: 1, max: 5 }),
});

describe('the shards of a job', () => {
  it('have all its users, each once, and all its connections between them', () => {
    fc.assert(
      fc.property(shapes, ({ of, users, connections, instances }) => {
        const whole = { ...jobFor(1, 100, 0, 1_000), connections };
        const job = {
          ...whole,
          users: whole.users.slice(0, users),
          origins: Array.from({ length: instances }, (_, place) => `http://127.0.0.1:${place + 1}`),
        };
        const shards = Array.from({ length: of }, (_, index) => shardJob(job, { index, of, startAtMs: 5 }));
        const names = shards.flatMap((shard) => shard.users.map(({ user }) => user.username));
        assert.deepEqual(names.sort(), job.users.map(({ user }) => user.username).sort());
        assert.equal(
          shards.reduce((sum, shard) => sum + shard.connections, 0),
          connections,
        );
        assert.ok(shards.every((shard) => shard.users.length > 0 && shard.connections > 0));
        for (const [index, shard] of shards.entries()) {
          assert.equal(shard.origins[0], job.origins[index % instances]);
          assert.deepEqual([...shard.origins].sort(), [...job.origins].sort());
          assert.deepEqual([shard.rate, shard.durationMs, shard.shard?.index], [100, 1_000, index]);
        }
      }),
    );
  });
});
