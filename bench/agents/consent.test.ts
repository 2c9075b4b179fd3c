import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { unbounded } from '../targets/own/unbounded.ts';
import { assertConsent } from './consent.ts';
import type { LoadTask } from './task.ts';

const task = (job: object = {}, of = 2): LoadTask =>
  ({
    shard: { index: 0, of },
    users: [1, 2, 3],
    job: { origins: ['http://127.0.0.1:80'], connections: 8, rate: 200, warmUpMs: 0, durationMs: 1_000, ...job },
  }) as unknown as LoadTask;
const allowed = (job: object, limits = {}, targets: readonly string[] = [], before = 0) =>
  assertConsent(task(job), { targets, limits: { ...unbounded, ...limits } }, before);

describe('what an agent may load', () => {
  it('is its own host, and those that it was started for', () => {
    const elsewhere = { origins: ['http://127.0.0.1:80', 'http://10.0.0.5:80'] };
    assert.equal(allowed({}), 103);
    assert.equal(allowed(elsewhere, {}, ['10.0.0.5']), 103);
    assert.throws(() => allowed(elsewhere), /was not started for 10\.0\.0\.5: --allow-target 10\.0\.0\.5/);
    assert.throws(() => allowed(elsewhere, {}, ['10.0.0.50']), /was not started for 10\.0\.0\.5/);
    assert.equal(allowed({ origins: ['http://localhost:80', 'http://[::1]:80'] }), 103);
  });

  it('is no more than its owner said, of its own part', () => {
    assert.equal(allowed({}, { ratePerSecond: 100 }), 103);
    assert.throws(() => allowed({}, { ratePerSecond: 99 }), /100 requests\/s are more than the 99/);
    assert.throws(() => allowed({ rate: { from: 10, to: 400 } }, { ratePerSecond: 150 }), /200 requests\/s are more/);
    assert.throws(
      () => allowed({ rate: undefined, executor: 'closed' }, { ratePerSecond: 100 }),
      /closed loop has no rate/,
    );
    assert.throws(() => allowed({}, { concurrency: 7 }), /8 connections are more than the 7/);
    assert.equal(allowed({}, { requests: 200 }, [], 97), 103);
    assert.throws(() => allowed({}, { requests: 200 }, [], 98), /the 200 requests that it may send in all/);
  });
});
