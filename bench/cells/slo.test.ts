import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createHistogram, encode, recordMs } from '../load/histogram.ts';
import type { LoadResult } from '../load/job.ts';
import { keeps } from './slo.ts';

/** A second of 1,000 requests of 4 ms each, but for what is said. */
function block(change: Partial<LoadResult> = {}, slowOnes = 0): LoadResult {
  const latency = createHistogram();
  for (let i = 0; i < 1_000; i++) recordMs(latency, i < slowOnes ? 80 : 4);
  return {
    counts: { intended: 1_000, sent: 1_000, completed: 1_000, failed: 0, late: 0, dropped: 0 },
    steps: {},
    failures: {},
    elapsedMs: 1_000,
    span: { dueMs: 990, doneMs: 990 },
    latency: encode(latency),
    service: encode(latency),
    lag: encode(latency),
    bytesUp: 1,
    bytesDown: 1,
    inFlightMean: 4,
    generatorCpuUs: 100_000,
    loopDelayUs: 0,
    users: [],
    ...change,
  };
}

describe('whether a block keeps a latency objective', () => {
  it('is a question of its 99th percentile', () => {
    assert.equal(keeps(block({}, 9), 25), true);
    assert.equal(keeps(block({}, 11), 25), false);
  });

  it('is answered with no where the rate was not carried, however fast the answers were', () => {
    const { counts } = block();
    assert.equal(keeps(block({ span: { dueMs: 980, doneMs: 1_000 } }), 25), false);
    assert.equal(keeps(block({ counts: { ...counts, dropped: 1 } }), 25), false);
    assert.equal(keeps(block({ counts: { ...counts, completed: 998, failed: 2 } }), 25), false);
    assert.equal(keeps(block({ counts: { ...counts, completed: 999, failed: 1 } }), 25), true);
  });

  it('stays open where it was missed and the generator may be why', () => {
    const busy = { generatorCpuUs: 800_000 };
    assert.equal(keeps(block(busy, 11), 25), undefined);
    assert.equal(keeps(block(busy), 25), true);
  });
});
