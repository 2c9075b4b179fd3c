import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeHistogram, histogramOf } from '../generator/histogram.ts';
import type { LoadResult, Part } from '../generator/job.ts';
import { createTally } from '../generator/tally.ts';
import { join } from './join.ts';
import { mergeParallel, type PartialResult } from './merge.ts';

interface Request {
  readonly dueAt: number;
  readonly ms: number;
  readonly fails: boolean;
}

const part = (by: string, result: LoadResult): Part => ({
  by,
  counts: result.counts,
  ports: [],
  firstDueAtMs: 0,
  wrong: [],
});

/** What a generator says of these requests. */
function resultOf(requests: readonly Request[], users: readonly string[] = []): LoadResult {
  const tally = createTally(0);
  let areaMs = 0;
  // a generator is told of answers as they come
  for (const { dueAt, ms, fails } of requests.toSorted((a, b) => a.dueAt + a.ms - b.dueAt - b.ms)) {
    tally.intended();
    tally.released(0);
    tally.sent(10, false);
    if (fails) tally.failed('status 500', dueAt + ms, 20);
    else tally.completed('me', dueAt, dueAt, dueAt + ms, 20);
    areaMs += ms;
  }
  const block = tally.result(100);
  return {
    ...block,
    answered: block.counts.completed,
    inFlightMean: areaMs / block.elapsedMs,
    generatorCpuUs: 5 * requests.length,
    loopDelay: histogramOf(requests.map(() => 100)),
    users: users.map((username) => ({ user: { id: username, username, password: '' }, credential: {} })),
  };
}

const requests = fc.array(
  fc.record({ dueAt: fc.nat(1_000), ms: fc.integer({ min: 1, max: 400 }), fails: fc.boolean() }),
  { minLength: 1, maxLength: 60 },
);

describe('what several generators did at the same time', () => {
  it('comes to what one would have said of all their requests, however they are dealt out', () => {
    fc.assert(
      fc.property(requests, fc.integer({ min: 1, max: 5 }), (all, of) => {
        const names = Array.from({ length: 2 * of + 1 }, (_, index) => `u${index}`);
        const whole = resultOf(all, names);
        const shards = Array.from({ length: of }, (_, index): PartialResult => {
          const own = (_: unknown, place: number) => place % of === index;
          const result = resultOf(all.filter(own), names.filter(own));
          return { result, part: part(`a${index}`, result) };
        });
        const merged = mergeParallel(shards as [PartialResult, ...PartialResult[]]);
        const [got, wanted] = [merged, whole].map((one) => ({
          ...{ counts: one.counts, steps: one.steps, failures: one.failures, answered: one.answered },
          ...{ elapsedMs: one.elapsedMs, bytesUp: one.bytesUp, bytesDown: one.bytesDown, users: one.users },
          ...{ cpu: one.generatorCpuUs, inFlight: one.inFlightMean.toFixed(9) },
          ...{ latency: percentiles(one.latency), service: percentiles(one.service), lag: percentiles(one.lag) },
        }));
        assert.deepEqual(got, wanted);
      }),
      { numRuns: 100 },
    );
  });

  it('falls behind as far as the worst of them, and takes as long as the slowest', () => {
    const shard = (by: string, doneMs: number, elapsedMs: number): PartialResult => {
      const result = { ...resultOf([{ dueAt: 0, ms: 1, fails: false }]), span: { dueMs: 90, doneMs }, elapsedMs };
      return { result, part: part(by, result) };
    };
    const { span, elapsedMs } = mergeParallel([shard('a1', 90, 100), shard('a2', 180, 250)]);
    assert.deepEqual({ span, elapsedMs }, { span: { dueMs: 90, doneMs: 180 }, elapsedMs: 250 });
  });

  it('keeps by name what each did, over all slices of a block', () => {
    const slice = (wrong: readonly string[], skewMs: number) => {
      const shards = ['a1', 'a2'].map((by, index): PartialResult => {
        const result = resultOf([{ dueAt: 0, ms: 1, fails: false }]);
        return { result, part: { ...part(by, result), skewMs: index * skewMs, wrong: index === 0 ? [] : wrong } };
      });
      const result = mergeParallel(shards as [PartialResult, ...PartialResult[]]);
      return { result, usage: undefined, traffic: undefined, loopDelays: undefined };
    };
    const { parts = [] } = join([slice([], 1), slice(['came late'], 4), slice(['came late'], 2)]).result;
    assert.deepEqual(
      parts.map(({ by, counts, skewMs, wrong }) => [by, counts.completed, skewMs, wrong]),
      [
        ['a1', 3, 0, []],
        ['a2', 3, 4, ['came late']],
      ],
    );
  });
});

function percentiles(encoded: string | undefined): number[] {
  const histogram = decodeHistogram(encoded ?? '');
  return [1, 50, 90, 99].map((rank) => histogram.getValueAtPercentile(rank)).concat(histogram.totalCount);
}
