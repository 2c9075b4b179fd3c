import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AttackCell, Plan } from '../plan/plan.ts';
import { unreached } from './unreached.ts';

const nothing: Plan = {
  ...{ attacks: [], scaling: [], faults: [], lifecycle: [], micro: [], loadRounds: [], sensitivity: [] },
  ...{ searches: [], rateSweep: [], demand: [], scaleOut: [] },
};
const attack = (scenario: string, scheme: string) =>
  ({ id: `attack/${scenario}/${scheme}`, facts: { kind: 'attack', scenario, scheme } }) as unknown as AttackCell;

describe('what a run did not reach', () => {
  it('is counted and named, with the command that goes on', () => {
    const attacks = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].flatMap((id) => [attack(id, 'session'), attack(id, 'jwt')]);
    assert.equal(
      unreached({ ...nothing, attacks, loadRounds: [[]] as never }, 'npm run bench -- --resume x'),
      'not reached: 14 tests and rounds of load, of a, b, c, d, e and 2 more; npm run bench -- --resume x goes on',
    );
  });

  it('is also what goes on for as long as there is time, each kind of it', () => {
    const said = (part: keyof Plan) => unreached({ ...nothing, [part]: [[]] }, 'again');
    assert.deepEqual((['searches', 'rateSweep', 'demand', 'scaleOut', 'sensitivity'] as const).map(said), [
      'not reached: searches for the highest rate; again goes on',
      'not reached: rounds of the rate sweep; again goes on',
      'not reached: launches for demand; again goes on',
      'not reached: launches for the scale-out curve; again goes on',
      'not reached: rounds of variations; again goes on',
    ]);
  });

  it('is nothing where all was done', () => {
    assert.equal(unreached(nothing, 'again'), undefined);
  });
});
