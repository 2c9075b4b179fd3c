import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { type Everything, readCatalogue } from '../catalogue.ts';
import { createPlan } from './plan.ts';
import { profiles } from './profiles.ts';

let all: Everything;
before(async () => {
  all = await readCatalogue();
});

describe('the plan of rates within a latency objective', () => {
  it('seeks one rate for each scheme, then has the schemes take turns on one ladder', () => {
    const { searches, ladder } = createPlan(all, profiles.standard, { suites: ['load'], scenarios: [], seed: 3 });
    assert.deepEqual(
      searches.map(({ id }) => id),
      ['slo/session', 'slo/jwt', 'slo/jwt-refresh'],
    );
    assert.deepEqual(
      ladder.map(({ round }) => round),
      [1, 1, 1, 2, 2, 2],
    );
    for (const round of [1, 2]) {
      const schemes = ladder.filter((cell) => cell.round === round).map(({ scheme }) => scheme.id);
      assert.deepEqual(schemes.sort(), ['jwt', 'jwt-refresh', 'session']);
    }
    for (const { order } of ladder) assert.deepEqual([...order].sort(), [0, 1, 2, 3, 4, 5]);
    assert.ok(new Set(ladder.map(({ order }) => order.join())).size > 1, 'every launch has the same order');
  });

  it('is empty in profiles without the time for it, and where another scenario is asked for', () => {
    for (const profile of [profiles.smoke, profiles.quick]) {
      const { searches, ladder } = createPlan(all, profile, { suites: ['load'], scenarios: [], seed: 3 });
      assert.deepEqual([searches, ladder], [[], []], profile.id);
    }
    const { searches } = createPlan(all, profiles.full, { suites: ['load'], scenarios: ['login'], seed: 3 });
    assert.deepEqual(searches, []);
  });
});
