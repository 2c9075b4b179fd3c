import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import property from './leeway.ts';

const seen = { lifetimeMs: 5_000, lastAcceptedMs: 1_800, ended: true };

describe('how long a token is taken after its end', () => {
  it('is told in whole seconds where it ended while it was watched', () => {
    const found = property.read(seen);
    assert.deepEqual([found.shown, found.level?.meets], ['2 s', true]);
    assert.deepEqual(
      [property.keeps(found, { leewayMs: 2_000 }), property.keeps(found, { leewayMs: 0 })],
      [true, false],
    );
  });

  it('is no verdict beyond what was watched: verifiers forgive five minutes', () => {
    const found = property.read({ ...seen, lastAcceptedMs: 19_900, ended: false });
    assert.deepEqual([found.shown, found.level], ['more than 20 s', undefined]);
    assert.match(found.because, /19900 ms after its exp, for as long as was watched/);
    const kept = [5_000, 60_000].map((leewayMs) => property.keeps(found, { leewayMs }));
    assert.deepEqual(kept, [false, undefined]);
  });
});
