import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Plan } from '../plan/plan.ts';
import { inPlanOrder, type Ordered } from './plan-order.ts';

const cells = (...ids: string[]) => ids.map((id) => ({ id }));
const plan = {
  attacks: cells('a/session', 'a/jwt'),
  scaling: cells('s/jwt/none/1', 's/jwt/none/2'),
  faults: cells('f/jwt/none'),
  lifecycle: cells('l/session', 'l/jwt'),
  micro: cells('micro/m'),
} as unknown as Plan;
const none: Ordered = { cells: [], samples: [], attacks: [], scaling: [], evidence: [] };
const sorted = (lists: Partial<Record<keyof Ordered, readonly object[]>>) =>
  inPlanOrder(plan)({ ...none, ...lists } as Ordered);

describe('the order of what cells left', () => {
  it('is that of the plan, whichever was done first', () => {
    const done = cells('l/jwt', 's/jwt/none/2', 'a/jwt', 's/jwt/none/1', 'a/session');
    assert.deepEqual(
      sorted({ cells: done }).cells,
      cells('a/session', 'a/jwt', 's/jwt/none/1', 's/jwt/none/2', 'l/jwt'),
    );
    const [first, second] = [
      { id: 'a', scheme: 'session' },
      { id: 'a', scheme: 'jwt' },
    ];
    assert.deepEqual(sorted({ attacks: [second, first] as object[] }).attacks, [first, second]);
  });

  it('keeps what one cell left together and as it was', () => {
    const left = ['l/jwt', 'a/jwt', 'a/jwt+weak', 'a/session'].map((cell) => ({ cell }));
    assert.deepEqual(
      sorted({ evidence: left }).evidence.map(({ cell }) => cell),
      ['a/session', 'a/jwt', 'a/jwt+weak', 'l/jwt'],
    );
    const rows = ['fault/f/jwt/none', 'scaling/s/jwt/none/2', 'scaling/s/jwt/none/1'].map((evidence) => ({ evidence }));
    assert.deepEqual(
      sorted({ scaling: rows }).scaling.map(({ evidence }) => evidence),
      ['scaling/s/jwt/none/1', 'scaling/s/jwt/none/2', 'fault/f/jwt/none'],
    );
  });

  it('puts behind them what belongs to no such cell, as it came', () => {
    const figures = [
      { scenario: 'login', scheme: 'session', round: 2 },
      { scenario: 'l', scheme: 'jwt', round: 1 },
      { scenario: 'login', scheme: 'jwt', round: 1 },
      { scenario: 'l', scheme: 'session', round: 1 },
    ];
    const [late, second, last, first] = figures;
    assert.deepEqual(sorted({ samples: figures }).samples, [first, second, late, last]);
  });
});
