import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isOffered } from '../../attack-suite-tests.fixture.ts';
import { readCatalogue } from '../../plan/catalogue.ts';
import { openAttacker } from './attacker.ts';

/** What waits for longer is left to a run. */
const longestWaitMs = 15_000;

describe('attacks that servers of the process of the tests cannot be asked', () => {
  it('come out as expected on servers with processes, clocks, keys and a store of their own', async () => {
    const { attacks, schemes } = await readCatalogue();
    const ids = attacks
      .filter((attack) => !isOffered(attack))
      .filter(({ needs }) => !needs?.hooks?.includes('browser') && (needs?.waitMs ?? 0) <= longestWaitMs)
      .map(({ id }) => id);
    await using attacker = await openAttacker();
    for (const { id: scheme } of schemes) {
      const trials = await attacker.attack({ scheme, attacks: ids });
      assert.ok(trials.length > 5, `${scheme}: ${trials.length}`);
      for (const { attack, outcome, expected, because } of trials)
        assert.equal(outcome, expected, `${attack} on ${scheme}: ${because}`);
    }
  });
});
