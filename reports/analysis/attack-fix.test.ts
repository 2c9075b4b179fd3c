import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attackFix } from './attack-fix.ts';

const attack = { outcome: 'succeeded', title: 'Odd tokens', fix: 'Check them.' } as const;

describe('what to do about an attack', () => {
  it('is what the attack itself says', () => {
    assert.equal(attackFix(attack), 'Check them.');
  });

  it('is to answer without failing, where the server held it off by failing', () => {
    assert.equal(
      attackFix({ ...attack, outcome: 'blocked-by-crash' }),
      'Answer with 4xx, or with 503 in an outage, instead of failing: Odd tokens.',
    );
  });

  it('is to look, in a run that was stored before attacks said it', () => {
    assert.equal(attackFix({ outcome: 'succeeded', title: 'Odd tokens' }), 'Find out what ‘Odd tokens’ got past.');
  });
});
