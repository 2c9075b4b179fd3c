import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Budgets } from '../../reports/comparison/budget-file.ts';
import { armText } from '../../reports/results/arm.ts';
import type { Results } from '../../reports/results/results.ts';
import load from '../../scenarios/load/authenticated-read.ts';
import jwtScheme from '../../servers/schemes/jwt.ts';
import sessionScheme from '../../servers/schemes/session.ts';
import { planConfirmation } from '../plan/plan-confirmation.ts';
import type { LoadRound } from '../plan/plan-load.ts';
import { profiles } from '../plan/profiles.ts';
import { floorTarget } from '../targets/own/floor.ts';
import { ownTarget } from '../targets/own/own-target.ts';
import { confirmations, suspectsOf } from './confirm.ts';
import type { Gate } from './options.ts';

const jwt = ownTarget(jwtScheme);
const session = ownTarget(sessionScheme);

const scenario = 'authenticated-read';
const file = Budgets.parse({
  budgets: [
    { id: 'cpu', metric: 'cpu.servers', scheme: 'jwt', max: 1, level: 'error' },
    { id: 'warned', metric: 'cpu.servers', scheme: 'session', max: 1 },
    {
      id: 'ratio',
      metric: 'cpu.servers',
      scenario: 'login',
      scheme: 'jwt',
      vs: 'session',
      maxRatio: 1,
      level: 'error',
    },
    { id: 'sound', attack: '*' },
  ],
});
const breached = (...ids: string[]): Pick<Results, 'budgets'> => ({
  budgets: ids.map((id) => ({ id, level: id === 'warned' ? 'warn' : 'error', state: 'breached', because: '' })),
});
const worse: Results['baseline'] = {
  ...{ base: 'a', head: 'b', mismatches: [], claims: [], security: { fresh: [], fixed: [], open: [] } },
  changes: [
    {
      ...{ scenario, scheme: 'session', metric: 'cpu.servers', unit: 'us', ratio: 2, ciLow: 1.9, ciHigh: 2.1 },
      ...{ rounds: 8, verdict: 'worse', because: '' },
    },
  ],
};
const suspects = (part: Partial<Results>, failOn: readonly Gate[] = ['security', 'budget', 'regression']) =>
  suspectsOf(part, { criteria: { budgets: file, baseline: undefined }, failOn });

describe('what is measured again', () => {
  it('is what would fail the run by a figure: no warning, and nothing that an attack has shown', () => {
    assert.deepEqual(suspects(breached('cpu', 'warned', 'sound')), [{ scenario, schemes: ['jwt'], isRatio: false }]);
    assert.deepEqual(suspects(breached('ratio')), [{ scenario: 'login', schemes: ['jwt', 'session'], isRatio: true }]);
    assert.deepEqual(suspects({ ...breached('cpu'), baseline: worse }), [
      { scenario, schemes: ['jwt', 'session'], isRatio: true },
    ]);
  });

  it('is nothing where the gate is not asked for, or the baseline cannot be compared', () => {
    assert.deepEqual(suspects({ ...breached('cpu'), baseline: worse }, ['security']), []);
    assert.deepEqual(suspects({ ...breached('cpu'), baseline: worse }, ['budget', 'regression', 'none']), []);
    assert.deepEqual(suspects({ budgets: [], baseline: { ...worse, mismatches: ['profile'] } }), []);
  });

  it('has as many rounds as before, of those arms alone; a ratio has its reference, the A/A arm and the bare route beside it', () => {
    const plan = (isRatio: boolean) =>
      planConfirmation(
        { scenario, schemes: ['jwt'], isRatio },
        load,
        { schemes: [session, jwt], floor: floorTarget },
        {
          ...{ rounds: 3, pass: 2, seed: 1, extent: profiles.quick.load },
        },
      );
    assert.deepEqual(
      plan(false).map((round) => round.map(({ id }) => id)),
      [1, 2, 3].map((round) => [`${scenario}/jwt+confirm-2:main/round-${round}`]),
    );
    assert.deepEqual(
      plan(true).map((round) => round.map(({ arm, scheme }) => `${armText(arm)} ${scheme.id}`).sort()),
      Array.from({ length: 3 }, () => [
        'confirm-2:a-a session',
        'confirm-2:floor floor',
        'confirm-2:main jwt',
        'confirm-2:main session',
      ]),
    );
  });

  it('has external targets among its arms, and nothing that is not measured in rounds of load', () => {
    const limits = Budgets.parse({
      budgets: [
        { id: 'theirs', metric: 'cpu.servers', scheme: 'my-app', vs: 'session', maxRatio: 1, level: 'error' },
        { id: 'end', scenario: 'lifetimes', metric: 'end.in-use', scheme: 'jwt', max: 1, level: 'error' },
      ],
    });
    const again = confirmations(
      { samples: [], ...breached('theirs', 'end') } as unknown as Results,
      {
        scenarios: [load],
        targets: [{ ...jwt, id: 'my-app' }],
        criteria: { budgets: limits, baseline: undefined },
        failOn: ['budget'],
        seed: 1,
      },
      { schemes: [session, jwt], floor: floorTarget },
      1,
    );
    const armsIn = (round: LoadRound) => round.map(({ arm, scheme }) => `${armText(arm)} ${scheme.id}`).sort();
    assert.deepEqual(
      again.map((one) => [one.scenario.id, one.rounds.map(armsIn)]),
      [
        [
          scenario,
          [['confirm-1:a-a session', 'confirm-1:floor floor', 'confirm-1:main my-app', 'confirm-1:main session']],
        ],
      ],
    );
  });
});
