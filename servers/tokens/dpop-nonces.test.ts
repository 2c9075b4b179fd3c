import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dpopNonces } from './dpop-nonces.ts';

const settings = { tokenKey: 'a key that all instances have', nonceMs: 1_000 };

describe('nonces', () => {
  it('are the same at every instance that has the key, and others under another key', (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 10_000 });
    const [one, two] = [dpopNonces(settings), dpopNonces(settings)];
    const other = dpopNonces({ ...settings, tokenKey: 'another key' });
    assert.equal(one.present(), two.present());
    assert.deepEqual([two.isGood(one.present()), other.isGood(one.present())], [true, false]);
  });

  it('are good in their own step of time, in that before and in that after it', (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 10_000 });
    const nonces = dpopNonces(settings);
    const [now, good] = [nonces.present(), [] as boolean[]];
    for (const at of [8_999, 9_000, 11_999, 12_000]) {
      t.mock.timers.setTime(at);
      good.push(nonces.isGood(now));
    }
    assert.deepEqual(good, [false, true, true, false]);
  });
});
