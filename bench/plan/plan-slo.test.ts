import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { type Everything, readCatalogue } from './catalogue.ts';
import { createPlan } from './plan.ts';
import { profiles } from './profiles.ts';

let all: Everything;
before(async () => {
  all = await readCatalogue();
});

describe('the plan of rates within a latency objective', () => {
  it('seeks one rate for each scheme, then has the schemes take turns in one rate sweep', () => {
    const { searches, rateSweep } = createPlan(all, profiles.standard, { suites: ['load'], scenarios: [], seed: 3 });
    assert.deepEqual(
      searches.map(({ id }) => id),
      ['slo/session', 'slo/jwt', 'slo/jwt-refresh'],
    );
    for (const [i, round] of rateSweep.entries()) {
      assert.deepEqual(round.map(({ scheme }) => scheme.id).sort(), ['jwt', 'jwt-refresh', 'session']);
      assert.deepEqual(new Set(round.map((cell) => cell.round)), new Set([i + 1]));
      // the schemes that take turns are at the same rate
      assert.equal(new Set(round.map(({ order }) => order.join())).size, 1);
    }
    const orders = rateSweep.map(([first]) => first!.order);
    assert.deepEqual(
      orders.map((order) => [...order].sort()),
      [0, 1].map(() => [0, 1, 2, 3, 4, 5]),
    );
    assert.notDeepEqual(orders[0], orders[1]);
  });

  it('is empty in profiles without the time for it, and where another scenario is asked for', () => {
    for (const profile of [profiles.smoke, profiles.quick]) {
      const { searches, rateSweep } = createPlan(all, profile, { suites: ['load'], scenarios: [], seed: 3 });
      assert.deepEqual([searches, rateSweep], [[], []], profile.id);
    }
    const { searches } = createPlan(all, profiles.full, { suites: ['load'], scenarios: ['login'], seed: 3 });
    assert.deepEqual(searches, []);
  });
});
