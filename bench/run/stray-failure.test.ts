import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stoppedBy } from './exit-codes.ts';
import { openStop } from './stop.ts';
import { StrayFailure } from './stray-failure.ts';

describe('a failure that nobody awaits', () => {
  /** As Node.js tells of one, but to nobody who listened before: the test runner would take it for its own. */
  function fail(message: string): void {
    const own = process.listeners('unhandledRejection').at(-1);
    own?.(new Error(message), Promise.resolve());
  }

  it('stops a run at once, as an internal error with its cause', () => {
    using stop = openStop();
    fail('the store went away');
    assert.ok(stop.soft.aborted && stop.hard.aborted);
    assert.ok(stop.soft.reason instanceof StrayFailure);
    assert.match(stop.soft.reason.message, /: the store went away$/);
    assert.equal(stoppedBy(stop.soft), 'internal');
  });

  it('leaves the reason of a signal that came first', () => {
    using stop = openStop();
    stop.end('SIGTERM');
    fail('too late');
    assert.equal(stoppedBy(stop.soft), 'terminated');
    assert.equal(stop.hard.aborted, true);
  });

  it('is nobody’s again when the run has ended', () => {
    const before = process.listenerCount('unhandledRejection');
    {
      using _ = openStop();
      assert.equal(process.listenerCount('unhandledRejection'), before + 1);
    }
    assert.equal(process.listenerCount('unhandledRejection'), before);
  });
});
