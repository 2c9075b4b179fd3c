import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { profiles } from '../plan/profiles.ts';
import { withRounds } from '../plan/rounds.ts';
import { finishMs, mostMs, openStop } from './stop.ts';

function opened(t: TestContext, withinMs = 60_000) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const stop = openStop();
  t.after(() => stop[Symbol.dispose]());
  const limit = stop.within(withinMs);
  const seen = () => [stop.soft.aborted, stop.hard.aborted];
  return { stop, limit, seen, pass: (ms: number) => t.mock.timers.tick(ms) };
}

describe('what stops a run', () => {
  it('is the first signal, after which what is under way has its time and no more', (t) => {
    const { stop, seen, pass } = opened(t);
    assert.deepEqual(seen(), [false, false]);
    stop.end('SIGTERM');
    assert.deepEqual([...seen(), stop.soft.reason], [true, false, 'SIGTERM']);
    pass(finishMs - 1);
    assert.equal(stop.hard.aborted, false);
    pass(1);
    assert.deepEqual(seen(), [true, true]);
  });

  it('is the second signal, at once', (t) => {
    const { stop, seen } = opened(t);
    stop.end('SIGINT');
    stop.cut(new Error('cut by SIGINT'));
    assert.deepEqual([...seen(), stop.soft.reason, stop.hard.reason.message], [true, true, 'SIGINT', 'cut by SIGINT']);
  });

  it('is its maximum, where nobody sends a signal', (t) => {
    const { stop, seen, pass } = opened(t, 60_000);
    pass(59_999);
    assert.deepEqual(seen(), [false, false]);
    pass(1);
    assert.deepEqual([...seen(), stop.soft.reason], [true, false, 'overtime']);
    pass(finishMs);
    assert.deepEqual(seen(), [true, true]);
  });

  it('is nothing any more once the run has ended', (t) => {
    const { limit, seen, pass } = opened(t);
    limit[Symbol.dispose]();
    pass(120_000);
    assert.deepEqual(seen(), [false, false]);
  });

  it('comes later than what any profile sets aside, and never where rounds were asked for by their number', () => {
    for (const profile of Object.values(profiles)) assert.ok(mostMs(profile) > 2 * profile.maxMs, profile.id);
    assert.equal(mostMs(withRounds(profiles.quick, '+8', { load: 1, sensitivity: 0 })), Number.POSITIVE_INFINITY);
  });
});
