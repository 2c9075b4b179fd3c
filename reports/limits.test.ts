import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from './fixtures/results.ts';
import { limits } from './limits.ts';

describe('limits', () => {
  it('name what did not run, what was not decided and what the set-up hides', () => {
    assert.deepEqual(limits(fullResults), [
      '8 of 42 cells did not run.',
      '1 of 42 cells have no result; the first is attack/session-fixation/jwt-refresh. The weakened server was not beaten, so a blocked attack proves nothing.',
      'Drift across rounds: 6.3 % per round, where the limit is at most 5 %. Later rounds were slower; the interleaved order spreads it over all schemes.',
      '3 of 13 comparisons are inconclusive; each says what would settle it.',
      '5 of 23 claims could not be settled by this run.',
      'Servers, store and generator share 2 cores: ratios may hold on another machine, absolute figures will not.',
      'Everything ran over loopback without TLS: over a network, each visit to the store adds a round trip that is not seen here.',
      'It shares two cores with the servers and the generator: a remote store adds a network round trip.',
    ]);
  });

  it('say that a smoke run gives no performance verdict', () => {
    const [first] = limits({ ...fullResults, run: { ...fullResults.run, profile: 'smoke' } });
    assert.equal(first, 'A smoke run proves that everything runs; it gives no performance verdict by design.');
  });
});
