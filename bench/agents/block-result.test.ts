import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { histogramOf } from '../generator/histogram.ts';
import type { LoadResult } from '../generator/job.ts';
import { createSentSet } from '../generator/sent-set.ts';
import { jobFor } from '../generator/stub/stub-job.ts';
import { blockResult } from './block-result.ts';

/** 100 arrivals, 50 of each. */
const job = jobFor(1, 100, 0, 1_000);

function answer(agent: string, sent: readonly number[], change: Partial<LoadResult> = {}) {
  const set = createSentSet(200);
  for (const arrival of sent) set.add(arrival);
  const some = histogramOf(sent.map(() => 900));
  const { length } = sent;
  const result = {
    counts: { intended: 50, sent: length, completed: length, failed: 0, late: 0, dropped: 0 },
    ...{ steps: { me: length }, failures: {}, answered: length, elapsedMs: 1_000, span: { dueMs: 980, doneMs: 980 } },
    ...{ latency: some, service: some, lag: some, loopDelay: some, bytesUp: 1, bytesDown: 1, inFlightMean: 0.1 },
    generatorCpuUs: 10_000,
    shard: { sent: set.encode(), dropped: 0, ports: [4_000 + length], firstDueMs: 10 },
    ...change,
  };
  return { agent, answer: { result, turns: sent.map(() => 3) } };
}

const own = (index: number) => Array.from({ length: 50 }, (_, turn) => index + 2 * turn);
const wrongOf = (answers: readonly ReturnType<typeof answer>[], doubled: readonly number[] = []) =>
  blockResult(job, { answers, startAtMs: 5_000, doubled: new Set(doubled) }).parts?.map(({ by, wrong }) => [by, wrong]);

describe('the block of several agents', () => {
  it('is one of all that they did, with the users in their places', () => {
    const { counts, parts, users } = blockResult(job, {
      answers: [answer('a1', own(0)), answer('a2', own(1))],
      startAtMs: 5_000,
      doubled: new Set(),
    });
    assert.deepEqual([counts.intended, counts.completed, users.length], [100, 100, 100]);
    assert.deepEqual(
      users.map(({ user }) => user.username),
      job.users.map(({ user }) => user.username),
    );
    assert.deepEqual(
      parts?.map(({ by, firstDueAtMs, wrong }) => [by, firstDueAtMs, wrong]),
      [
        ['a1', 5_010, []],
        ['a2', 5_010, []],
      ],
    );
  });

  it('says by name who sent too little, was overloaded, or was asked twice', () => {
    assert.deepEqual(wrongOf([answer('a1', own(0)), answer('a2', own(1).slice(1))]), [
      ['a1', []],
      ['a2', ['did not send 1 of its 50 arrivals, and does not say why']],
    ]);
    assert.deepEqual(wrongOf([answer('a1', own(0)), answer('a2', own(1), { generatorCpuUs: 900_000 })]), [
      ['a1', []],
      ['a2', ['the load generator used 90.0 % of a core, at most 70.0 % is allowed']],
    ]);
    assert.deepEqual(wrongOf([answer('a1', own(0)), answer('a2', own(1))], [0]), [
      ['a1', ['its task was delivered twice, and done once']],
      ['a2', []],
    ]);
  });
});
