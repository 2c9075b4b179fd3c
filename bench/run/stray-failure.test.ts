import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stoppedBy } from './exit-codes.ts';
import { StrayFailure, stopAtStrays } from './stray-failure.ts';

describe('a failure that nobody awaits', () => {
  const never = new AbortController().signal;

  /** As Node.js tells of one, but to nobody who listened before: the test runner would take it for its own. */
  function fail(message: string): void {
    const own = process.listeners('unhandledRejection').at(-1);
    own?.(new Error(message), Promise.resolve());
  }

  it('stops a run at once, as an internal error with its cause', () => {
    using stop = stopAtStrays({ soft: never, hard: never });
    fail('the store went away');
    assert.ok(stop.soft.aborted && stop.hard.aborted);
    assert.ok(stop.soft.reason instanceof StrayFailure);
    assert.match(stop.soft.reason.message, /: the store went away$/);
    assert.equal(stoppedBy(stop.soft), 'internal');
  });

  it('leaves the reason of a signal that came first', () => {
    const told = new AbortController();
    using stop = stopAtStrays({ soft: told.signal, hard: never });
    told.abort('SIGTERM');
    fail('too late');
    assert.equal(stoppedBy(stop.soft), 'terminated');
    assert.equal(stop.hard.aborted, true);
  });

  it('is nobody’s again when the run has ended', () => {
    const before = process.listenerCount('unhandledRejection');
    {
      using _ = stopAtStrays({ soft: never, hard: never });
      assert.equal(process.listenerCount('unhandledRejection'), before + 1);
    }
    assert.equal(process.listenerCount('unhandledRejection'), before);
  });
});
