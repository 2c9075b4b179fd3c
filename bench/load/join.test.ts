import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createHistogram, decodeHistogram, encodeHistogram } from '../generator/histogram.ts';
import type { LoadResult } from '../generator/job.ts';
import { join, type Slice } from './join.ts';

const all = (us: number, count: number) => {
  const histogram = createHistogram();
  histogram.recordValueWithCount(us, count);
  return encodeHistogram(histogram);
};
const result = (change: Partial<LoadResult> = {}): LoadResult => ({
  counts: { intended: 100, sent: 100, completed: 100, failed: 0, late: 1, dropped: 0 },
  steps: { me: 100 },
  failures: {},
  answered: 110,
  elapsedMs: 200,
  span: { dueMs: 198, doneMs: 198 },
  latency: all(1_000, 100),
  service: all(900, 100),
  lag: all(50, 100),
  bytesUp: 10,
  bytesDown: 20,
  inFlightMean: 0.5,
  generatorCpuUs: 2_000,
  loopDelay: all(300, 25),
  users: [],
  ...change,
});
const loopDelays = [all(12, 100), all(40, 100)];
const traffic = { commands: 220, bytesIn: 6_600, bytesOut: 22_000, cpuUs: 5_500 };
const usage = (cpuUs: number, wallMs: number, stealCores: number): Slice['usage'] => ({
  wallMs,
  processes: new Map([[1, { cpuUs, waitUs: 10, rssBytes: 1_000 + cpuUs }]]),
  machine: { busyCores: 1, stealCores, otherLoadCores: 0 },
});

describe('slices of load', () => {
  it('count as one block', () => {
    const slow = result({
      counts: { intended: 300, sent: 290, completed: 280, failed: 10, late: 3, dropped: 10 },
      steps: { me: 200, refresh: 80 },
      failures: { timeout: 10 },
      elapsedMs: 600,
      span: { dueMs: 500, doneMs: 602 },
      latency: all(9_000, 280),
      service: all(8_000, 280),
      inFlightMean: 2.5,
      loopDelay: all(9_000, 1),
    });
    const {
      result: joined,
      traffic: asked,
      toldUs,
    } = join([
      { result: result(), usage: undefined, traffic, loopDelays, toldUs: [9_000, 4_000] },
      { result: slow, usage: undefined, traffic, loopDelays, toldUs: [21_000, 6_000] },
    ]);
    assert.deepEqual(joined.counts, { intended: 400, sent: 390, completed: 380, failed: 10, late: 4, dropped: 10 });
    assert.deepEqual(joined.steps, { me: 300, refresh: 80 });
    assert.deepEqual(joined.failures, { timeout: 10 });
    assert.deepEqual(joined.span, { dueMs: 698, doneMs: 698 });
    assert.deepEqual([joined.elapsedMs, joined.inFlightMean], [800, 2]);
    assert.equal(decodeHistogram(joined.loopDelay).totalCount, 26);
    assert.deepEqual(
      [joined.answered, asked],
      [220, { commands: 440, bytesIn: 13_200, bytesOut: 44_000, cpuUs: 11_000 }],
    );
    assert.deepEqual(toldUs, [30_000, 10_000]);
    assert.deepEqual([joined.bytesUp, joined.bytesDown, joined.generatorCpuUs], [20, 40, 4_000]);
  });

  it('fall behind where most of them do, and not where answers came late in one', () => {
    const spans = (...doneMs: readonly number[]) =>
      doneMs.map((done) => {
        const one = result({ span: { dueMs: 100, doneMs: done } });
        return { result: one, usage: undefined, traffic, loopDelays };
      });
    const joined = (...doneMs: readonly number[]) => {
      const [first, ...others] = spans(...doneMs);
      assert.ok(first);
      return join([first, ...others]).result.span.doneMs;
    };
    assert.equal(joined(100, 130, 99, 100), 400);
    assert.equal(joined(102, 105, 104, 100), 408);
  });

  it('have the percentiles of all their requests, never a mean of percentiles', () => {
    const { result: joined } = join([
      { result: result({ latency: all(1_000, 300) }), usage: undefined, traffic, loopDelays },
      { result: result({ latency: all(9_000, 100) }), usage: undefined, traffic, loopDelays },
    ]);
    const latency = decodeHistogram(joined.latency ?? '');
    assert.deepEqual(
      [50, 75, 76].map((rank) => latency.getValueAtPercentile(rank)),
      [1_000, 1_000, 9_007],
    );
  });

  it('have the 99th percentile of all their ticks, which the worst tick of a few is not', () => {
    const quiet = { result: result(), usage: undefined, traffic, loopDelays: [all(300, 25)] };
    const worst = all(30_000, 1);
    const one = { ...quiet, result: result({ loopDelay: worst }), loopDelays: [worst] };
    const joined = join([one, ...Array(6).fill(quiet)]);
    for (const delays of [joined.result.loopDelay, joined.loopDelays?.[0] ?? ''])
      assert.equal(decodeHistogram(delays).getValueAtPercentile(99), 300);
  });

  it('cost what they cost together, and are as disturbed as they are on average', () => {
    const { usage: joined, loopDelays: joinedLoops } = join([
      { result: result(), usage: usage(500, 100, 0), traffic, loopDelays },
      { result: result(), usage: usage(700, 300, 0.4), traffic, loopDelays: [all(60, 100), all(9, 100)] },
    ]);
    assert.deepEqual(joined?.processes.get(1), { cpuUs: 1_200, waitUs: 20, rssBytes: 1_700 });
    assert.equal(joined?.wallMs, 400);
    const p99s = joinedLoops?.map((one) => decodeHistogram(one).getValueAtPercentile(99));
    assert.deepEqual(p99s, [60, 40]);
    assert.equal(joined?.machine.stealCores.toFixed(6), '0.300000');
  });

  it('have no cost where one of them has none, and none of a process that ended in one', () => {
    const ended = { wallMs: 100, processes: new Map(), machine: { busyCores: 1, stealCores: 0 } };
    assert.equal(
      join([
        { result: result(), usage: usage(5, 1, 0), traffic, loopDelays },
        { result: result(), usage: undefined, traffic, loopDelays },
      ]).usage,
      undefined,
    );
    const told = { result: result(), usage: undefined, traffic, loopDelays, toldUs: [1] };
    const half = join([told, { ...told, toldUs: undefined, traffic: { ...traffic, cpuUs: undefined } }]);
    assert.deepEqual([half.toldUs, half.traffic?.cpuUs], [undefined, undefined]);
    const { usage: joined } = join([
      { result: result(), usage: usage(5, 100, 0), traffic, loopDelays },
      { result: result(), usage: ended, traffic, loopDelays },
    ]);
    assert.equal(joined?.processes.size, 0);
    assert.equal(joined?.machine.otherLoadCores, undefined);
  });
});
