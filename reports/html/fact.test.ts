import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fact } from './fact.ts';

describe('a fact', () => {
  it('is written as it is where it is one value', () => {
    assert.deepEqual(['blocked', 3.1, null, { a: 1 }].map(fact), ['blocked', '3.1', 'null', '{"a":1}']);
  });

  it('counts equal items', () => {
    assert.equal(fact([{ live: false }, { live: false }, { live: true }]), '[2 × {"live":false}, {"live":true}]');
  });

  it('shows the beginning of a long list and its length', () => {
    assert.equal(fact([1, 2, 3, 4, 5, 6, 7, 8]), '[1, 2, 3, 4, 5, 6, … 8 in all]');
  });
});
