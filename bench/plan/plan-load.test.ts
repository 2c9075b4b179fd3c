import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { armKey } from '../../reports/results/arm.ts';
import { type Everything, readCatalogue } from './catalogue.ts';
import { type LoadCell, mainScenarioId, planLoad } from './plan-load.ts';
import { profiles } from './profiles.ts';

let all: Everything;
before(async () => {
  all = await readCatalogue();
});

const rounds = (change: Partial<typeof profiles.quick.load> = {}, seed = 1) =>
  planLoad(all.load, all, { ...profiles.quick.load, ...change }, seed);
const ofMain = (cells: readonly LoadCell[]) => cells.filter(({ scenario }) => scenario.id === mainScenarioId);
const ids = (cells: readonly LoadCell[]) => cells.map(({ id }) => id);

describe('the rounds of load', () => {
  it('run every arm of the main scenario once, the reference and its A/A arm among them', () => {
    for (const round of rounds()) {
      const arms = ofMain(round).map(({ scheme, arm }) => `${scheme.id}:${arm.role}`);
      assert.deepEqual(arms.sort(), ['floor:floor', 'jwt-refresh:main', 'jwt:main', 'session:a-a', 'session:main']);
    }
  });

  it('have each arm straight after each other equally often over ten rounds, and tell its place', () => {
    const after = new Map<string, number>();
    for (const round of rounds({ rounds: 10 })) {
      const cells = ofMain(round);
      assert.deepEqual(
        cells.map(({ place }) => place),
        [1, 2, 3, 4, 5],
      );
      for (const [i, cell] of cells.slice(1).entries()) {
        const pair = `${armKey(cells[i]!.arm)} ${armKey(cell.arm)}`;
        after.set(pair, (after.get(pair) ?? 0) + 1);
      }
    }
    assert.deepEqual([after.size, new Set(after.values())], [20, new Set([2])]);
  });

  it('begin alike however many there are, so that a run can be continued, and follow the seed', () => {
    assert.deepEqual(ids(rounds({ rounds: 30 }).slice(0, 7).flat()), ids(rounds({ rounds: 7 }).flat()));
    assert.notDeepEqual(ids(rounds({}, 7).flat()), ids(rounds({}, 8).flat()));
  });

  it('hold the further scenarios in the first ones only, with an A/A arm where a verdict is possible', () => {
    const aaArms = (furtherRounds: number) =>
      rounds({ rounds: 6, furtherRounds }).map((round) => {
        const others = (id: string) => round.filter(({ scenario }) => scenario.id === id);
        const aaArms = (id: string) => others(id).filter(({ arm }) => arm.role === 'a-a').length;
        return ['login', 'refresh'].map((id) => `${others(id).length}/${aaArms(id)}`).join(' ');
      });
    const [none, ...fewer] = ['0/0 0/0', '3/0 1/0', '4/1 2/1'];
    assert.deepEqual(aaArms(2), [fewer[0], fewer[0], none, none, none, none]);
    assert.deepEqual(aaArms(4), [fewer[1], fewer[1], fewer[1], fewer[1], none, none]);
  });

  it('leave out a scenario that no scheme has a surface for', () => {
    const jwt = all.schemes.filter(({ id }) => id === 'jwt');
    const [round = []] = planLoad(all.load, { ...all, schemes: jwt }, { ...profiles.quick.load, rounds: 1 }, 1);
    assert.deepEqual(new Set(round.map(({ scenario }) => scenario.id)), new Set(['authenticated-read', 'login']));
  });

  it('measure the capacity of every arm, where the scenario asks for it', () => {
    assert.ok(rounds().every((round) => round.every(({ scenario, saturated }) => scenario.saturate === saturated)));
  });
});
