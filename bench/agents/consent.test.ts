import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { unbounded } from '../targets/own/unbounded.ts';
import { assertConsent } from './consent.ts';
import type { LoadTask } from './task.ts';

const task = (job: object, kind: LoadTask['kind'], of = 2): LoadTask =>
  ({
    kind,
    shard: { index: 0, of },
    users: [1, 2, 3],
    job: { origins: ['http://127.0.0.1:80'], connections: 8, rate: 200, warmUpMs: 0, durationMs: 1_000, ...job },
  }) as unknown as LoadTask;
const allowed = (
  job: object,
  limits = {},
  targets: readonly string[] = [],
  before = 0,
  kind: LoadTask['kind'] = 'load',
) => assertConsent(task(job, kind), { targets, limits: { ...unbounded, ...limits } }, before);

describe('what an agent may load', () => {
  it('is its own host, and those that it was started for', () => {
    const elsewhere = { origins: ['http://127.0.0.1:80', 'http://10.0.0.5:80'] };
    assert.equal(allowed({}), 100);
    assert.equal(allowed(elsewhere, {}, ['10.0.0.5']), 100);
    assert.throws(() => allowed(elsewhere), /was not started for 10\.0\.0\.5: --allow-target 10\.0\.0\.5/);
    assert.throws(() => allowed(elsewhere, {}, ['10.0.0.50']), /was not started for 10\.0\.0\.5/);
    assert.equal(allowed({ origins: ['http://localhost:80', 'http://[::1]:80'] }), 100);
  });

  it('is no more than its owner said, of its own part', () => {
    assert.equal(allowed({}, { ratePerSecond: 100 }), 100);
    assert.throws(() => allowed({}, { ratePerSecond: 99 }), /100 requests\/s are more than the 99/);
    assert.throws(() => allowed({ rate: { from: 10, to: 400 } }, { ratePerSecond: 150 }), /200 requests\/s are more/);
    assert.throws(() => allowed({}, { concurrency: 7 }), /8 connections are more than the 7/);
    assert.equal(allowed({}, { requests: 200 }, [], 100), 100);
    assert.throws(() => allowed({}, { requests: 200 }, [], 101), /the 200 requests that it may send in all/);
  });

  it('is each sign-in too, whether or not load comes after it', () => {
    assert.equal(allowed({}, { requests: 3 }, [], 0, 'sign-in'), 3);
    assert.throws(() => allowed({}, { requests: 3 }, [], 1, 'sign-in'), /the 3 requests that it may send in all/);
  });

  it('is no closed loop where a rate or a number is set: it sends as many as are answered', () => {
    const closed = { rate: undefined, executor: 'closed' };
    for (const kind of ['sign-in', 'load'] as const) {
      assert.equal(allowed(closed, { concurrency: 8 }, [], 0, kind), kind === 'load' ? 0 : 3);
      assert.throws(
        () => allowed(closed, { ratePerSecond: 100 }, [], 0, kind),
        /closed loop has no rate, and it may send 100 requests\/s/,
      );
      assert.throws(
        () => allowed(closed, { requests: 1_000_000 }, [], 0, kind),
        /closed loop has no rate, and it may send 1000000 requests in all/,
      );
    }
  });
});
