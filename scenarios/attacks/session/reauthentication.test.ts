import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './reauthentication.ts';

const seen = { isOffered: true, copyBefore: 'victim', copyAfter: 'nobody', own: 'victim' } as const;

describe('a copy beside a second login', () => {
  it('is refused, or outlives it', () => {
    assert.equal(attack.judge(seen).outcome, 'blocked');
    assert.equal(attack.judge({ ...seen, copyAfter: 'victim' }).outcome, 'succeeded');
  });

  it('shows nothing where it was never good, or where nobody was logged in again', () => {
    assert.equal(attack.judge({ ...seen, copyBefore: 'nobody' }).outcome, 'inconclusive');
    assert.equal(attack.judge({ ...seen, own: 'nobody' }).outcome, 'inconclusive');
    assert.equal(attack.judge({ ...seen, isOffered: false, own: 'nobody' }).outcome, 'inconclusive');
  });
});
