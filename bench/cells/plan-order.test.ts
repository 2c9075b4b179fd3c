import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CellFacts, cellId } from '../../reports/results/cell.ts';
import { cellSpec } from '../plan/cell-spec.ts';
import type { Plan } from '../plan/plan.ts';
import { inPlanOrder, type Ordered } from './plan-order.ts';

const of = (facts: CellFacts) => cellSpec(facts);
const attack = (scheme: string, weakness?: string) =>
  of({ kind: 'attack', scenario: 'a', scheme, ...(weakness && { weakness }) });
const grid = (instances: number) => of({ kind: 'scaling', scenario: 's', scheme: 'jwt', mode: 'none', instances });
const fault = of({ kind: 'fault', scenario: 'f', scheme: 'jwt', mode: 'none' });
const lifecycle = (scheme: string) => of({ kind: 'lifecycle', scenario: 'l', scheme });
const plan = {
  attacks: [attack('session'), attack('jwt')],
  scaling: [grid(1), grid(2)],
  faults: [fault],
  lifecycle: [lifecycle('session'), lifecycle('jwt')],
  micro: [of({ kind: 'micro', scenario: 'm', scheme: 'none' })],
} as unknown as Plan;
const none: Ordered = { cells: [], samples: [], attacks: [], scaling: [], evidence: [] };
const sorted = (lists: Partial<Record<keyof Ordered, readonly object[]>>) =>
  inPlanOrder(plan)({ ...none, ...lists } as Ordered);
const ids = (cells: readonly CellFacts[]) => cells.map(cellId);

describe('the order of what cells left', () => {
  it('is that of the plan, whichever was done first', () => {
    const done = [lifecycle('jwt'), grid(2), attack('jwt'), grid(1), attack('session')];
    assert.deepEqual(ids(sorted({ cells: done.map(({ facts }) => facts) }).cells), [
      ...['a/session', 'a/jwt', 's/jwt/none/1', 's/jwt/none/2', 'l/jwt'],
    ]);
    const [first, second] = [
      { id: 'a', scheme: 'session' },
      { id: 'a', scheme: 'jwt' },
    ];
    assert.deepEqual(sorted({ attacks: [second, first] as object[] }).attacks, [first, second]);
  });

  it('keeps what one cell left together and as it was', () => {
    const left = [lifecycle('jwt'), attack('jwt'), attack('jwt', 'weak'), attack('session')];
    assert.deepEqual(
      ids(sorted({ evidence: left.map(({ facts }) => ({ cell: facts })) }).evidence.map(({ cell }) => cell)),
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
