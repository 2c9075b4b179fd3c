import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isLong, isOffered } from '../../attack-suite-tests.fixture.ts';
import { readCatalogue } from '../../plan/catalogue.ts';
import { openAttacker } from './attacker.ts';

describe('attacks that servers of the process of the tests cannot be asked', () => {
  it('come out as expected on servers with processes, clocks, keys and a store of their own', async () => {
    const { attacks, schemes } = await readCatalogue();
    const ids = attacks
      .filter((attack) => !isOffered(attack) && !isLong(attack) && !attack.needs?.hooks?.includes('browser'))
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
