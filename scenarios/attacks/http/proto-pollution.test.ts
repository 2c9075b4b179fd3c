import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './proto-pollution.ts';

const refused = { vector: '__proto__ in login', status: 200, isAdmin: false };
const judge = (...tries: Partial<typeof refused>[]) =>
  attack.judge({ refusedBefore: true, tries: tries.map((one) => ({ ...refused, ...one })) });

describe('the judge of proto-pollution', () => {
  it('calls it a success when the attacker became an administrator, and blocked when they did not', () => {
    assert.equal(judge({}, { status: 400 }).outcome, 'blocked');
    const { outcome, because } = judge({}, { isAdmin: true });
    assert.deepEqual([outcome, because], ['succeeded', 'an administrator by way of: __proto__ in login']);
  });

  it('calls a server error a crash, and gives no verdict about an administrator', () => {
    assert.equal(judge({ status: 500 }).outcome, 'blocked-by-crash');
    assert.equal(attack.judge({ refusedBefore: false, tries: [refused] }).outcome, 'inconclusive');
  });
});
