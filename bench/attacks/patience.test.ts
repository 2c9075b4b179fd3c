import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shortLives } from '../../scenarios/kit/windows/lifetime.ts';
import { prolonged } from './patience.ts';

describe('settings for a try with more time', () => {
  it('have longer lifetimes where they were shortened, in the same order, and all else as it was', () => {
    const { idleMs, accessMs, absoluteMs, lagMs } = shortLives;
    assert.deepEqual(prolonged({ ...shortLives, graceMs: 0, loginFailures: 5 }, 2), {
      idleMs: 2 * idleMs,
      accessMs: 2 * accessMs,
      absoluteMs: 2 * absoluteMs,
      lagMs: 2 * lagMs,
      graceMs: 0,
      loginFailures: 5,
    });
    assert.deepEqual(prolonged({}, 4), {});
  });
});
