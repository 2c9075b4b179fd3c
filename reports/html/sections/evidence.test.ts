import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fairCap } from './evidence.ts';

describe('the cap on transcripts', () => {
  it('cuts nothing where everything fits', () => {
    assert.equal(fairCap([3, 4, 5], 12), Number.POSITIVE_INFINITY);
  });

  it('cuts the longest first', () => {
    assert.equal(fairCap([1, 100, 100], 21), 10);
  });

  it('never lets the whole exceed the budget', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500)), fc.nat(2_000), (lengths, budget) => {
        const cap = fairCap(lengths, budget);
        assert.ok(lengths.reduce((sum, length) => sum + Math.min(length, cap), 0) <= budget);
      }),
    );
  });
});
