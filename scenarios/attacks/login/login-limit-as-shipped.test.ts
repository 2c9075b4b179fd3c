import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './login-limit-as-shipped.ts';

const account = { compared: 10, ms: 100, waitMs: 50_000 };
const source = { compared: 90, isLimited: true };

describe('the judge of login-limit-as-shipped', () => {
  it('calls it blocked when account and address were limited for long enough', () => {
    assert.equal(attack.judge({ account, source }).outcome, 'blocked');
  });

  it('calls a limit that lets a hundred through in a minute a success', () => {
    const fast = { compared: 20, ms: 2_000, waitMs: 10_000 };
    assert.equal(attack.judge({ account: fast, source }).outcome, 'succeeded');
    const slow = { compared: 20, ms: 2_000, waitMs: 10_500 };
    assert.equal(attack.judge({ account: slow, source }).outcome, 'blocked');
    assert.equal(attack.judge({ account: { compared: 100, ms: 500, waitMs: 0 }, source }).outcome, 'succeeded');
  });

  it('calls an address that is never limited a success', () => {
    assert.equal(attack.judge({ account, source: { compared: 300, isLimited: false } }).outcome, 'succeeded');
  });

  it('gives no verdict when nothing was compared', () => {
    assert.equal(attack.judge({ account: { ...account, compared: 0 }, source }).outcome, 'inconclusive');
  });
});
