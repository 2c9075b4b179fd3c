import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './csrf-origin-proof.ts';

const refused = { way: 'transfer, cross-site Origin', status: 403 };

describe('the judge of csrf-origin-proof', () => {
  it('calls it blocked when no cross-origin page had an effect', () => {
    const { outcome, tries } = attack.judge({ attempts: [refused, { ...refused, way: 'login, null Origin' }] });
    assert.deepEqual([outcome, tries], ['blocked', 2]);
  });

  it('calls one effect a success and names the page', () => {
    const { outcome, because } = attack.judge({
      attempts: [refused, { way: 'logout, same-site', status: 204, got: 'an ended sign-in' }],
    });
    assert.equal(outcome, 'succeeded');
    assert.match(because, /logout, same-site: an ended sign-in/);
  });
});
