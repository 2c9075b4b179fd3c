import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { securityCount, securityTexts } from './security-count.ts';

type Attack = Results['attacks'][number];

const attack = (outcome: Attack['outcome'], expected: Attack['expected']): Attack => ({
  ...fullResults.attacks[0]!,
  ...{ outcome, expected, asExpected: outcome === 'inconclusive' ? null : outcome === expected },
});
const first = (...attacks: Attack[]) => securityTexts(securityCount({ attacks }))[0];

describe('how attacks ended, in a line', () => {
  it('is that one broke through where it got what it came for', () => {
    assert.equal(
      first(attack('succeeded', 'window'), attack('blocked', 'blocked')),
      '2 tests: 1 broke through, 1 was blocked.',
    );
    assert.equal(first(attack('window', 'blocked')), '1 tests: 1 broke through, 0 were blocked.');
  });

  it('is not that it broke through where a server failed over it, or refused sooner than it has to', () => {
    assert.equal(
      first(attack('blocked-by-crash', 'blocked'), attack('blocked', 'window'), attack('inconclusive', 'blocked')),
      '3 tests: none broke through, 2 did not end as required, 0 were blocked, 1 has no verdict.',
    );
  });
});
