import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../../reports/results/fixtures/results.ts';
import type { Results } from '../../reports/results/results.ts';
import { judgeGates } from './gates.ts';
import type { Gate } from './options.ts';

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

describe('what came to no result', () => {
  const [sample] = fullResults.samples;
  const errors = (scheme: string, ...values: number[]) =>
    values.map((value, i) => ({
      ...{ ...sample!, scheme, round: i + 1, place: 1, metric: 'errors', unit: 'count', value },
      ...(value > 0 && { valid: false, invalidReason: '80 of 80 requests failed: status 401 (80)' }),
    }));
  const ended = (of: Partial<Results>, failOn: readonly Gate[] = ['security']) =>
    judgeGates({ ...fullResults, ...of }, failOn);

  it('is a load that a scheme answered in no round, whatever the run had to meet', () => {
    const samples = [...errors('session', 0, 0), ...errors('jwt', 80, 80), ...errors('jwt-refresh', 80, 0)];
    assert.deepEqual(ended({ samples }), {
      reason: 'undecided',
      because: ['authenticated-read came to nothing on jwt: 80 of 80 requests failed: status 401 (80)'],
    });
    assert.deepEqual(ended({ samples }, ['none']), { reason: 'ok', because: [] });
  });

  it('is a scheme of whose attacks none has a verdict', () => {
    const attacks = fullResults.attacks.map((one) =>
      one.scheme === 'jwt' ? { ...one, outcome: 'inconclusive' as const, asExpected: null, because: 'no answer' } : one,
    );
    assert.deepEqual(ended({ attacks }), {
      reason: 'undecided',
      because: ['no attack on jwt has a verdict: no answer'],
    });
  });

  it('is every single thing that stayed open, where that is asked for', () => {
    const broken = { state: 'inconclusive', because: 'no answer', durationMs: 1 } as const;
    const of = {
      attacks: [],
      samples: [],
      scenarios: [
        { id: 'wire-cost', kind: 'lifecycle', title: '', question: '' },
        { id: 'random-id', kind: 'micro', title: '', question: '' },
      ],
      scaling: [{ ...fullResults.scaling[0]!, valid: false, invalidReason: 'no answer' }],
      cells: [
        ...[{ id: 'wire-cost/jwt', kind: 'lifecycle', scenario: 'wire-cost', scheme: 'jwt', ...broken } as const],
        ...[{ id: 'micro/random-id', kind: 'micro', scenario: 'random-id', scheme: 'none', ...broken } as const],
        ...[{ id: 'login/jwt/round-1', kind: 'load', scenario: 'login', scheme: 'jwt', ...broken } as const],
      ],
    };
    const { scenario, scheme, mode, instances } = of.scaling[0]!;
    assert.deepEqual(ended(of), { reason: 'ok', because: [] });
    assert.deepEqual(ended(of, ['inconclusive']), {
      reason: 'undecided',
      because: [
        `${scenario} on ${scheme}, ${mode} × ${instances}: no answer`,
        'wire-cost/jwt: no answer',
        'micro/random-id: no answer',
      ],
    });
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

  it('is none where the two runs cannot be compared, unless it was asked for by name', () => {
    const unlike = { ...slower, mismatches: ['profile: smoke against quick'] };
    assert.deepEqual(judge({}, unlike), { reason: 'ok', because: [] });
    const named = judgeGates({ ...fullResults, baseline: unlike }, ['regression'], { baselineNamed: true });
    assert.deepEqual(named, {
      reason: 'invalid',
      because: ['the baseline cannot be compared: profile: smoke against quick'],
    });
    assert.equal(judgeGates({ ...fullResults, baseline: unlike }, ['budget'], { baselineNamed: true }).reason, 'ok');
  });

  it('is not met where so many rounds of a scheme were lost that nothing of it could be held against it', () => {
    const changes = ['cpu.total', 'latency.p50'].map((metric) => ({
      ...{ scenario: 'authenticated-read', scheme: 'jwt', metric, unit: 'us', ratio: null, ciLow: null, ciHigh: null },
      ...{ rounds: 2, verdict: 'invalid' as const, because: '6 of 8 rounds of the new run were discarded' },
    }));
    const samples = fullResults.samples.map((one) =>
      one.round > 2 ? { ...one, valid: false, invalidReason: 'other programs used 1 core' } : one,
    );
    const ended = (of: Partial<Results>) =>
      judgeGates({ ...fullResults, samples, baseline: { ...calm, changes }, ...of }, ['regression']);
    assert.deepEqual(ended({}), {
      reason: 'invalid',
      because: [
        'authenticated-read of jwt could not be held against the baseline: 6 of 8 rounds were discarded (other programs used 1 core)',
      ],
    });
    const [first, second] = changes;
    const judged = [first!, { ...second!, verdict: 'equivalent' as const }];
    assert.equal(ended({ baseline: { ...calm, changes: judged } }).reason, 'ok');
    assert.equal(ended({ samples: fullResults.samples }).reason, 'ok');
    assert.equal(ended({ samples: samples.filter(({ round }) => round > 5) }).reason, 'ok');
  });

  it('outranks a budget that is open', () => {
    assert.equal(judge({ state: 'inconclusive' }, slower).reason, 'failed');
  });
});
