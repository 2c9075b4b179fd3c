import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createHistogram, encodeHistogram } from '../generator/histogram.ts';
import type { LoadResult } from '../generator/job.ts';
import type { Slice } from './join.ts';
import type { Components } from './metrics.ts';
import { readSaturation } from './saturation.ts';

const histogram = (valueUs: number, count: number) => {
  const all = createHistogram();
  all.recordValueWithCount(valueUs, count);
  return encodeHistogram(all);
};
/** 4,000 requests in half a second over 16 connections, 2 ms each. */
const result: LoadResult = {
  counts: { intended: 0, sent: 4_000, completed: 4_000, failed: 0, late: 0, dropped: 0 },
  ...{ steps: { me: 4_000 }, failures: {}, answered: 4_100, elapsedMs: 500, span: { dueMs: 0, doneMs: 0 } },
  ...{ latency: undefined, service: histogram(2_000, 4_000), lag: undefined, bytesUp: 1, bytesDown: 1 },
  ...{ inFlightMean: 16, generatorCpuUs: 100_000, loopDelay: histogram(100, 10), users: [] },
};
const components: Components = { servers: [1], store: 2, generator: 3 };

/** Of one server, a store and the generator: cores used, and waited for. */
function slice(cores: Readonly<Record<number, readonly [used: number, waited: number]>>, change = {}): Slice {
  const processes = Object.entries(cores).map(([pid, [used, waited]]) => {
    const one = { cpuUs: used * 500_000, waitUs: waited * 500_000, rssBytes: 0 };
    return [Number(pid), one] as const;
  });
  return {
    result: { ...result, ...change },
    usage: { wallMs: 500, processes: new Map(processes), machine: { busyCores: 1, stealCores: 0.02 } },
    ...{ traffic: undefined, loopDelays: undefined },
  };
}

const told = (one: Slice, cores?: number) => {
  const { metrics, invalid } = readSaturation([one], components, cores);
  return { invalid, ...Object.fromEntries(metrics.map(({ metric, value }) => [metric, Number(value.toFixed(3))])) };
};

describe('a block at saturation', () => {
  it('is told per core of a server, with what each used of them', () => {
    assert.deepEqual(told(slice({ 1: [0.8, 0.15], 2: [0.1, 0], 3: [0.2, 0.05] })), {
      invalid: [],
      throughput: 10_000,
      'saturation.servers': 0.8,
      'saturation.store': 0.1,
      'saturation.generator': 0.2,
      'saturation.waiting': 0.154,
      'saturation.steal': 0.02,
    });
  });

  it('counts the cores that servers have, not the servers', () => {
    const two = { servers: [1, 4], store: 2, generator: 3 } as const;
    const used = slice({ 1: [0.5, 0.5], 4: [0.5, 0.5], 2: [0.1, 0], 3: [0.2, 0] });
    assert.deepEqual(readSaturation([used], two, 1).invalid, []);
    assert.equal(readSaturation([used], two, 1).metrics[0]?.value, 8_000);
  });

  it('is none where something else than the servers was the limit, and says what', () => {
    const limited = (generator: number, store: number) =>
      told(slice({ 1: [0.6, 0], 2: [store, 0], 3: [generator, 0] }, { generatorCpuUs: generator * 500_000 })).invalid;
    const wanted = 'servers wanted 0.60 of 1 core, and the limit was';
    assert.deepEqual(limited(0.95, 0.2), [`${wanted} the load generator (0.95 cores)`]);
    assert.deepEqual(limited(0.2, 0.97), [`${wanted} the store (0.97 cores)`]);
    assert.deepEqual(limited(0.2, 0.2), [`${wanted} nothing that was seen here, such as the way to the store`]);
  });

  it('is one where those that feed the server had to wait for a core themselves', () => {
    const starved = readSaturation([slice({ 1: [0.5, 0.15], 2: [0.1, 0.05], 3: [0.2, 0.2] })], components);
    assert.deepEqual([starved.invalid, starved.metrics[0]?.value], [[], 16_000]);
  });

  it('is none where requests failed', () => {
    const failed = { counts: { ...result.counts, completed: 3_999, failed: 1 }, failures: { 'status 503': 1 } };
    assert.deepEqual(told(slice({ 1: [1, 0], 2: [0, 0], 3: [0, 0] }, failed)).invalid, [
      '1 of 4000 requests failed: status 503 (1)',
    ]);
  });

  it('is told per server where nobody counts its time', () => {
    const { metrics } = readSaturation([{ ...slice({}), usage: undefined }], components, 1);
    assert.deepEqual(
      metrics.map(({ metric, value }) => [metric, value]),
      [
        ['throughput', 8_000],
        ['saturation.generator', 0.2],
      ],
    );
  });
});
