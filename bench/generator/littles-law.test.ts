import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import authenticatedRead from '../../scenarios/load/authenticated-read.ts';
import { judgeBlock } from '../load/metrics.ts';
import { createDispatch } from './dispatch.ts';
import { histogramOf } from './histogram.ts';
import { createOccupancy } from './occupancy.ts';
import { jobFor } from './stub/stub-job.ts';
import { type BlockTally, createTally } from './tally.ts';

type Completed = BlockTally['completed'];

describe('Little’s law', () => {
  let server: Server;
  before(async () => {
    server = createServer((_, response) => setTimeout(() => response.end('{"id":"u1"}'), 1)).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(() => server.close());

  /** What is said of a hundred requests whose tally is told of each answer as given. */
  async function reasons(told: (to: Completed) => Completed): Promise<string[]> {
    const job = jobFor((server.address() as AddressInfo).port, 500, 0, 200);
    const dispatch = createDispatch(job, authenticatedRead, () => {});
    await dispatch.opened;
    const occupancy = createOccupancy();
    const sound = createTally(performance.now());
    const tally = { ...sound, completed: told(sound.completed) };
    for (let sent = 0; sent < 100; sent++) {
      dispatch.admit({ dueAt: performance.now(), index: sent, tally, occupancy });
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await dispatch.drained(job.timeoutMs);
    dispatch.close();
    const result = sound.result(0);
    const inFlightMean = occupancy.areaMs() / result.elapsedMs;
    const block = { ...result, answered: 100, inFlightMean, generatorCpuUs: 0, loopDelay: histogramOf([]), users: [] };
    return judgeBlock(block).filter((reason) => /under way|were sent/.test(reason));
  }

  it('holds where each answer is counted once and timed in ms', async () => {
    assert.deepEqual(await reasons((completed) => completed), []);
  });

  const faults: readonly [title: string, told: (to: Completed) => Completed][] = [
    [
      'an answer is counted twice',
      (completed) =>
        (...answer) => {
          completed(...answer);
          completed(...answer);
        },
    ],
    [
      'every third answer is lost',
      (completed) => {
        let turn = 0;
        return (...answer) => {
          if (++turn % 3 > 0) completed(...answer);
        };
      },
    ],
    [
      'times are in µs',
      (completed) => (step, dueAt, sentAt, at, bytes) => completed(step, dueAt, at - 1_000 * (at - sentAt), at, bytes),
    ],
    [
      'times are cut to hundreds of ms',
      (completed) => (step, dueAt, sentAt, at, bytes) =>
        completed(step, dueAt, at - 100 * Math.floor((at - sentAt) / 100), at, bytes),
    ],
  ];
  for (const [title, told] of faults) {
    it(`does not hold where ${title}`, async () => {
      const reason = (await reasons(told)).at(-1) ?? 'it held';
      assert.match(reason, /^\S+ times as many requests were under way as throughput and service time account for$/);
    });
  }

  it('is not needed to see that one answer of many was lost', async () => {
    let answers = 0;
    const all = await reasons((completed) => (...answer) => {
      if (++answers !== 50) completed(...answer);
    });
    assert.deepEqual(all, ['100 requests were sent, and 99 were answered or failed']);
  });
});
