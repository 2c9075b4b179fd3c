import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { type Everything, readCatalogue } from './catalogue.ts';
import { createPlan, suites } from './plan.ts';
import { profiles } from './profiles.ts';

let all: Everything;
before(async () => {
  all = await readCatalogue();
});

const plan = (profile: keyof typeof profiles, scenarios: readonly string[] = []) =>
  createPlan(all, profiles[profile], { suites, scenarios, seed: 3 });

describe('the plan of how far it scales', () => {
  it('has rounds of what is measured, and then of what was predicted from it', () => {
    const { scaleOut, demand } = plan('full');
    assert.deepEqual(
      scaleOut.map((round) => [round[0]?.heldOut, round[0]?.round]),
      [
        [false, 1],
        [false, 2],
        [false, 3],
        [true, 1],
        [true, 2],
      ],
    );
    assert.deepEqual(
      scaleOut.map(([cell]) => [...cell!.counts].sort((a, b) => a - b).join()),
      ['1,2,4,8', '1,2,4,8', '1,2,4,8', '3,6', '3,6'],
    );
    assert.equal(demand.length, 5);
    assert.equal(new Set([...scaleOut, ...demand].flat().map(({ id }) => id)).size, 5 * 4 + 5 * 3);
  });

  it('leaves variants out where there are more schemes than a run has time for', () => {
    const schemesOf = (variants: Everything['schemes']) =>
      createPlan({ ...all, schemes: [...all.schemes, ...variants] }, profiles.full, { suites, scenarios: [], seed: 3 });
    const ids = ({ scaleOut }: ReturnType<typeof schemesOf>) =>
      new Set(scaleOut.flat().map(({ scheme: { id } }) => id));
    assert.deepEqual([...ids(schemesOf(all.variants))].sort(), ['jwt', 'jwt-refresh', 'session']);
    assert.equal(ids(schemesOf(all.variants.slice(0, 2))).size, 5);
  });

  it('has a curve for each scheme, and one for what asks the store for each request without it', () => {
    for (const round of plan('standard').scaleOut) {
      assert.deepEqual(round.map(({ scheme, mode }) => `${scheme.id} ${mode}`).sort(), [
        'jwt none',
        'jwt-refresh shared',
        'session shared',
        'session sticky',
      ]);
      // who take turns have the same number of instances
      assert.equal(new Set(round.map(({ counts }) => counts.join())).size, 1);
    }
  });

  it('is left out of a quick run, unless it is asked for by name, and of a smoke test', () => {
    const count = (of: ReturnType<typeof plan>) => [of.scaleOut.length, of.demand.length];
    assert.deepEqual(count(plan('quick')), [0, 0]);
    assert.deepEqual(count(plan('quick', ['scale-out'])), [2, 0]);
    assert.deepEqual(count(plan('quick', ['demand', 'login'])), [0, 2]);
    assert.deepEqual(count(plan('smoke', ['scale-out', 'demand'])), [0, 0]);
  });
});
