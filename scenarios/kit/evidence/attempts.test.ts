import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeAttempts } from './attempts.ts';

const refused = { way: 'first', status: 403 };

describe('the verdict over several ways', () => {
  it('is blocked when none of them gained anything', () => {
    assert.deepEqual(judgeAttempts([refused, refused], 'tries'), {
      tries: 2,
      successes: 0,
      outcome: 'blocked',
      because: '0 of 2 tries succeeded',
    });
  });

  it('is a success with one that did, whatever its status and whatever the others crashed with', () => {
    const { outcome, successes, because } = judgeAttempts(
      [{ way: 'crash', status: 500 }, refused, { way: 'last', status: 204, got: 'an effect' }],
      'tries',
    );
    assert.deepEqual([outcome, successes], ['succeeded', 1]);
    assert.match(because, /\(first: last: an effect\)$/);
  });

  it('names a crash, and takes no answer for no verdict unless silence refuses too', () => {
    assert.equal(judgeAttempts([refused, { way: 'x', status: 500 }], 'tries').outcome, 'blocked-by-crash');
    assert.equal(judgeAttempts([refused, { way: 'x', status: 0 }], 'tries').outcome, 'inconclusive');
    assert.equal(judgeAttempts([refused, { way: 'x', status: 0 }], 'tries', { silence: true }).outcome, 'blocked');
    assert.equal(judgeAttempts([], 'tries').outcome, 'inconclusive');
  });
});
