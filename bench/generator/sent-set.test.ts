import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createSentSet, decodeSent } from './sent-set.ts';

describe('what a generator says that it sent', () => {
  it('comes back as it was, whatever it was and in whatever order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(2_000)), (indices) => {
        const set = createSentSet(2_001);
        assert.ok(indices.every((index) => set.add(index)));
        assert.deepEqual(
          decodeSent(set.encode()),
          [...indices].sort((a, b) => a - b),
        );
      }),
    );
  });

  it('knows an arrival that it holds already', () => {
    const set = createSentSet(10);
    assert.deepEqual([set.add(7), set.add(7), set.add(8)], [true, false, true]);
  });
});
