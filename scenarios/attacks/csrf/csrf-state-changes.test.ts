import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './csrf-state-changes.ts';

describe('the judge of csrf-state-changes', () => {
  const refused = { way: 'logoutAll, same-site', status: 403 };

  it('calls it blocked when nothing came of any request', () => {
    assert.equal(attack.judge({ attempts: [refused] }).outcome, 'blocked');
  });

  it('calls one effect a success, whatever was answered', () => {
    const attempts = [refused, { way: 'disable, as GET', status: 403, got: 'an account shut out' }];
    const { outcome, because } = attack.judge({ attempts });
    assert.equal(outcome, 'succeeded');
    assert.match(because, /disable, as GET: an account shut out/);
  });
});
