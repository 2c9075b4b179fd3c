import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type MetricName, measured } from '../../../reports/metrics.ts';
import { createHistogram, encodeHistogram, recordMs } from '../../generator/histogram.ts';
import type { LoadResult } from '../../generator/job.ts';
import type { Measured } from '../measure.ts';
import { searchSummary, voteOf } from './slo.ts';

type Metric = Measured['metrics'][number];

/** A second of 1,000 requests of 4 ms each, but for what is said. */
function block(change: Partial<LoadResult> = {}, slowOnes = 0, metrics: readonly Metric[] = []) {
  const latency = createHistogram();
  for (let i = 0; i < 1_000; i++) recordMs(latency, i < slowOnes ? 80 : 4);
  const result: LoadResult = {
    counts: { intended: 1_000, sent: 1_000, completed: 1_000, failed: 0, late: 0, dropped: 0 },
    steps: {},
    failures: {},
    answered: 1_000,
    elapsedMs: 1_000,
    span: { dueMs: 990, doneMs: 990 },
    latency: encodeHistogram(latency),
    service: encodeHistogram(latency),
    lag: lagOf(0.5),
    bytesUp: 1,
    bytesDown: 1,
    inFlightMean: 4,
    generatorCpuUs: 100_000,
    loopDelay: lagOf(0),
    users: [],
    ...change,
  };
  return { result, metrics };
}

/** Of a generator that releases one arrival in fifty so late. */
function lagOf(ms: number): string {
  const lag = createHistogram();
  for (let i = 0; i < 1_000; i++) recordMs(lag, i < 20 ? ms : 0.1);
  return encodeHistogram(lag);
}

const held = (...of: Parameters<typeof block>) => voteOf(block(...of), 25).held;

describe('whether a block keeps a latency objective', () => {
  it('is a question of its 99th percentile', () => {
    assert.equal(held({}, 9), true);
    assert.equal(held({}, 11), false);
  });

  it('is answered with no where the rate was not carried, however fast the answers were', () => {
    const { counts } = block().result;
    assert.equal(held({ span: { dueMs: 980, doneMs: 1_000 } }), false);
    assert.equal(held({ counts: { ...counts, dropped: 1 } }), false);
    assert.equal(held({ counts: { ...counts, completed: 998, failed: 2 } }), false);
    assert.equal(held({ counts: { ...counts, completed: 999, failed: 1 } }), true);
  });

  it('stays open where it was missed and the generator may be why', () => {
    const late = (ms: string) => `of the 80.1 ms, the load generator itself may be ${ms} ms, more than a tenth`;
    for (const [change, because] of [
      [{ generatorCpuUs: 800_000 }, 'the load generator used 80 % of a core'],
      [{ lag: lagOf(9) }, late('9.0')],
      [{ loopDelay: lagOf(8.1) }, late('8.1')],
    ] as const) {
      assert.deepEqual(voteOf(block(change, 11), 25), { held: null, because });
      assert.deepEqual(voteOf(block(change), 25), { held: true });
    }
    assert.equal(held({ lag: lagOf(7), loopDelay: lagOf(7.9) }, 11), false);
  });

  it('stays open for an objective that is less than ten times what the generator itself is late', () => {
    const quick = block({ lag: lagOf(0.6) });
    assert.equal(voteOf(quick, 4.5).held, true);
    assert.equal(voteOf(quick, 3.9).held, null);
    assert.equal(voteOf(block({ lag: lagOf(0.3) }), 3.9).held, false);
  });

  it('stays open in a disturbed block, whatever it would say', () => {
    const machine = (name: MetricName, value: number) => [{ ...measured(name, value), valid: true }];
    for (const slowOnes of [0, 11]) {
      assert.deepEqual(voteOf(block({}, slowOnes, machine('machine.foreign', 0.4)), 25), {
        held: null,
        because: 'other programs used 0.40 cores, at most 0.1 are allowed',
      });
      assert.equal(held({}, slowOnes, machine('machine.steal', 0.2)), null);
      assert.equal(held({}, slowOnes, machine('machine.foreign', 0.05)), slowOnes === 0);
    }
  });
});

describe('what a search came to', () => {
  const probe = { rate: 1, p99Us: 1, achieved: 1, lagUs: 1, loopDelayUs: 1, otherLoadCores: 0, stealCores: 0 };
  const of = (low: number | undefined, high: number | undefined, confirmed = true, because?: string) =>
    searchSummary({ low, high, confirmed, probes: because ? [{ ...probe, held: null, because }] : [] }, 25);

  it('is done where both of its ends said the same twice', () => {
    assert.deepEqual(of(400, 440), { state: 'done', summary: 'p99 within 25 ms up to 400/s, and no more at 440/s' });
  });

  it('is open where they did not, where one end was not found, and where something else may have decided', () => {
    const kept = 'p99 within 25 ms up to 400/s';
    for (const [outcome, summary] of [
      [of(400, 440, false), `${kept}; asked again, the rates around it said otherwise each time`],
      [of(400, undefined), `${kept}; no higher rate was tried`],
      [of(undefined, 50), 'p99 within 25 ms was kept at no rate that was tried; it was not at 50/s, the lowest'],
      [of(400, 440, false, 'it rained'), `${kept}; beyond it cannot be told: it rained`],
    ] as const)
      assert.deepEqual(outcome, { state: 'inconclusive', summary });
  });
});
