import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createHistogram, encodeHistogram } from '../../generator/histogram.ts';
import type { LoadResult } from '../../generator/job.ts';
import type { Slice } from '../join.ts';
import { pointOf as joined, readPoint } from './point.ts';

const histogram = createHistogram();
histogram.recordValueWithCount(16_000, 1_000);
/** 1,000 requests in a second over 16 connections, 16 ms each; 18 µs of the generator for each. */
const result: LoadResult = {
  counts: { intended: 0, sent: 1_000, completed: 1_000, failed: 0, late: 0, dropped: 0 },
  ...{ steps: { me: 1_000 }, failures: {}, answered: 1_100, elapsedMs: 1_000, span: { dueMs: 0, doneMs: 0 } },
  ...{ latency: undefined, service: encodeHistogram(histogram), lag: undefined, bytesUp: 1, bytesDown: 1 },
  ...{ inFlightMean: 16, generatorCpuUs: 18_000, loopDelay: encodeHistogram(createHistogram()), users: [] },
};

type Cores = Readonly<Record<1 | 2 | 3, number>>;

/** Two servers and a store, with what each used of a core. */
function sliceOf(cores: Cores, change: Partial<LoadResult> = {}, otherLoadCores = 0): Slice {
  const processes = Object.entries(cores).map(
    ([pid, used]) => [Number(pid), { cpuUs: used * 1e6, waitUs: 0, rssBytes: 0 }] as const,
  );
  return {
    result: { ...result, ...change },
    usage: { wallMs: 1_000, processes: new Map(processes), machine: { busyCores: 1, stealCores: 0, otherLoadCores } },
    ...{ traffic: undefined, loopDelays: undefined },
  };
}

const read = (slice: Slice) => readPoint(slice, { servers: [1, 2], store: 3 }, 0.2, 0.05);
const pointOf = (...how: Parameters<typeof sliceOf>) => read(sliceOf(...how));

describe('a number of instances at saturation', () => {
  it('is told by requests per second, and by what a request takes of each', () => {
    assert.deepEqual(pointOf({ 1: 0.1, 2: 0.09, 3: 0.03 }), {
      perSecond: 1_000,
      cpu: { servers: 190, store: 30, generator: 18 },
      used: { servers: 0.19, store: 0.03, generator: 0.018 },
      limit: 'servers',
      storeCores: 0.05,
      valid: true,
    });
  });

  it('names who used all that it may: servers, the store, or the load generator', () => {
    assert.equal(pointOf({ 1: 0.08, 2: 0.07, 3: 0.05 }).limit, 'store');
    assert.equal(pointOf({ 1: 0.08, 2: 0.07, 3: 0.03 }, { generatorCpuUs: 950_000 }).limit, 'generator');
  });

  it('does not count where nobody did: then other programs had the cores', () => {
    const { limit, valid, invalidReason } = pointOf({ 1: 0.06, 2: 0.06, 3: 0.03 });
    assert.deepEqual(
      [limit, valid, invalidReason],
      [
        'unknown',
        false,
        'nobody used what it may (servers 60 %, store 60 %, generator 2 %): other programs had the cores',
      ],
    );
  });

  it('does not count where others used the machine, although servers had all that they may', () => {
    assert.equal(pointOf({ 1: 0.1, 2: 0.1, 3: 0.03 }, {}, 0.2).valid, true);
    const { limit, invalidReason } = pointOf({ 1: 0.1, 2: 0.1, 3: 0.03 }, {}, 0.6);
    assert.deepEqual([limit, invalidReason], ['servers', 'other programs used 0.60 cores']);
  });

  it('does not count where a request failed', () => {
    const counts = { ...result.counts, completed: 999, failed: 1 };
    const { valid, invalidReason } = pointOf({ 1: 0.1, 2: 0.1, 3: 0 }, { counts, failures: { 'status 503': 1 } });
    assert.deepEqual([valid, invalidReason], [false, '1 of 1000 requests failed: status 503 (1)']);
  });

  it('is what it came to at all times that count, although at each somebody else had no more to give', () => {
    const servers = sliceOf({ 1: 0.1, 2: 0.092, 3: 0.035 });
    const store = sliceOf({ 1: 0.06, 2: 0.06, 3: 0.048 });
    const { perSecond, limit, valid } = joined([servers, store, servers], read);
    assert.deepEqual([perSecond, limit, valid], [1_000, 'servers', true]);
  });

  it('does not count where it counted at no time, however well all of them look together', () => {
    const busy = sliceOf({ 1: 0.1, 2: 0.1, 3: 0.03 }, {}, 0.28);
    const idle = sliceOf({ 1: 0.08, 2: 0.08, 3: 0.03 });
    assert.match(joined([busy, idle], read).invalidReason ?? '', /^nobody used what it may \(servers 80 %/);
    assert.equal(joined([idle, sliceOf({ 1: 0.1, 2: 0.1, 3: 0.03 })], read).used.servers, 0.2);
  });
});
