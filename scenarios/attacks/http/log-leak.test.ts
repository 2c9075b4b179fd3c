import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './log-leak.ts';

describe('the judge of log-leak', () => {
  it('calls it blocked when logs were written and held no credential', () => {
    assert.equal(attack.judge({ sought: 5, found: [], logged: 900 }).outcome, 'blocked');
  });

  it('gives no verdict on empty logs', () => {
    assert.equal(attack.judge({ sought: 5, found: [], logged: 0 }).outcome, 'inconclusive');
  });

  it('names what was found', () => {
    const { outcome, because } = attack.judge({ sought: 5, found: ['password in base64'], logged: 900 });
    assert.equal(outcome, 'succeeded');
    assert.match(because, /password in base64/);
  });
});
