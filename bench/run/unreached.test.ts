import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AttackCell } from '../plan/plan.ts';
import { unreached } from './unreached.ts';

const nothing = { attacks: [], scaling: [], faults: [], lifecycle: [], micro: [], loadRounds: [] };
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

  it('is nothing where all was done', () => {
    assert.equal(unreached(nothing, 'again'), undefined);
  });
});
