import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../../reports/results/fixtures/results.ts';
import type { Results } from '../../reports/results/results.ts';
import { judgeGates } from './gates.ts';

type Budget = NonNullable<Results['budgets']>[number];
type Baseline = NonNullable<Results['baseline']>;

const calm: Baseline = {
  ...{ base: 'a', head: 'b', mismatches: [], changes: [], claims: [] },
  security: { fresh: [], fixed: [], open: [] },
};
const slower: Baseline = {
  ...calm,
  changes: [
    {
      ...{ scenario: 'login', scheme: 'jwt', metric: 'cpu.servers', unit: 'us', ratio: 1.2, ciLow: 1.1, ciHigh: 1.3 },
      ...{ rounds: 8, verdict: 'worse', because: 'lies wholly beyond 5 %' },
    },
  ],
};

function judge(
  budget: Partial<Budget>,
  baseline: Baseline = calm,
  failOn = ['security', 'budget', 'regression'] as const,
) {
  const budgets: Budget[] = [{ id: 'a', level: 'error', state: 'met', because: 'seen', ...budget }];
  return judgeGates({ ...fullResults, budgets, baseline }, failOn);
}

describe('a budget as a gate', () => {
  const ends = { met: 'ok', waived: 'ok', breached: 'failed', invalid: 'invalid', inconclusive: 'undecided' } as const;
  for (const [state, reason] of Object.entries(ends) as [Budget['state'], string][])
    it(`${state} ends the run ${reason}, and as a warning not otherwise than well`, () => {
      const because = reason === 'ok' ? [] : [`budget a ${state}: seen`];
      assert.deepEqual(judge({ state }), { reason, because });
      assert.deepEqual(judge({ state, level: 'warn' }), { reason: 'ok', because: [] });
    });

  it('is none where --fail-on does not name it', () => {
    const budgets: Budget[] = [{ id: 'a', level: 'error', state: 'breached', because: 'seen' }];
    assert.equal(judgeGates({ ...fullResults, budgets, baseline: calm }, ['security', 'regression']).reason, 'ok');
    assert.equal(judgeGates({ ...fullResults, budgets, baseline: calm }, ['none']).reason, 'ok');
  });
});

describe('a baseline as a gate', () => {
  it('fails the run for what got worse, in figures and in security', () => {
    assert.deepEqual(judge({}, slower), {
      reason: 'failed',
      because: ['cpu.servers of login, jwt, got worse: lies wholly beyond 5 %'],
    });
    const fresh = { ...calm, security: { ...calm.security, fresh: ['refresh-reuse on jwt-refresh: succeeded'] } };
    assert.deepEqual(judge({}, fresh), { reason: 'failed', because: ['refresh-reuse on jwt-refresh: succeeded'] });
  });

  it('is none where the two runs cannot be compared', () => {
    assert.deepEqual(judge({}, { ...slower, mismatches: ['profile: smoke against quick'] }), {
      reason: 'ok',
      because: [],
    });
  });

  it('outranks a budget that is open', () => {
    assert.equal(judge({ state: 'inconclusive' }, slower).reason, 'failed');
  });
});
