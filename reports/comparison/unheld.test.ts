import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { unheld } from './unheld.ts';

const sample = fullResults.samples.find(({ scenario, scheme }) => scenario === 'login' && scheme === 'jwt')!;
const rounds = [1, 2, 3, 4, 5, 6, 7, 8];
const change = {
  ...{ scenario: 'login', scheme: 'jwt', metric: 'cpu.servers', unit: 'us', ratio: null, ciLow: null, ciHigh: null },
  ...{ rounds: 8, verdict: 'invalid' as const, because: 'too few are left' },
};
const baseline = {
  ...{ base: 'a', head: 'b', mismatches: [], claims: [], security: { fresh: [], fixed: [], open: [] } },
  changes: [change],
};

/** Of eight rounds so many were spoilt by themselves, and so many others by the machine. */
function told(spoilt: number, busy: number): string[] {
  const samples: Results['samples'] = rounds.flatMap((round) => [
    { ...sample, round, ...(round <= spoilt && { valid: false, invalidReason: 'requests failed' }) },
    ...(round > 8 - busy ? [{ ...sample, round, metric: 'machine.foreign', unit: 'count', value: 1.5 }] : []),
  ]);
  return unheld({ samples, baseline });
}

describe('what could not be held against the baseline', () => {
  it('is what lost more rounds than a run may, by its own rule for what spoilt them', () => {
    assert.deepEqual([told(2, 0), told(0, 4)], [[], []]);
    assert.deepEqual(told(3, 0), [
      'login of jwt could not be held against the baseline: 3 of 8 rounds were discarded (requests failed)',
    ]);
    assert.match(told(0, 5)[0] ?? '', /: 5 of 8 rounds were discarded \(other programs used 1\.50 cores/);
  });
});
