import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { type Everything, readCatalogue } from './catalogue.ts';
import { createPlan, suites } from './plan.ts';
import { type Profile, profiles } from './profiles.ts';

let all: Everything;
before(async () => {
  all = await readCatalogue();
});

/**
 * What attacks, scaling, faults and lifecycle are allowed together, in ms. They have no end of their own: a judgement, and of
 * full, which has them on all schemes, what 811 attacks (840 s) and 164 scaling tests and faults (192 s) took on two cores.
 */
const sideBySide: Readonly<Record<Profile['id'], number>> = {
  smoke: 40_000,
  quick: 150_000,
  standard: 300_000,
  full: 1_500_000,
};
/** Each measured round of a primitive has a process of its own to start and to warm up. */
const perBudget = 3;

describe('a profile', () => {
  it('ends when its title says: what its parts reserve fits, with what goes before them', () => {
    for (const profile of Object.values(profiles)) {
      const schemes = [...all.schemes, ...(profile.variants ? all.variants : [])];
      const plan = createPlan({ ...all, schemes }, profile, { suites, scenarios: [], seed: 1 });
      const parts = {
        sideBySide: sideBySide[profile.id],
        micro: plan.micro.length * profile.micro.budgetMs * perBudget,
        load: profile.load.reservedMs,
        slo: plan.searches.length > 0 ? (profile.slo?.reservedMs ?? Number.NaN) : 0,
        demand: plan.demand.length > 0 ? (profile.capacity?.reservedMs.demand ?? Number.NaN) : 0,
        scaleOut: plan.scaleOut.length > 0 ? (profile.capacity?.reservedMs.scaleOut ?? Number.NaN) : 0,
        sensitivity: plan.sensitivity.length > 0 ? profile.sensitivity.reservedMs : 0,
      };
      const sum = Object.values(parts).reduce((a, b) => a + b);
      assert.ok(sum <= profile.maxMs, `${profile.id}: ${sum} of ${profile.maxMs} ms, ${JSON.stringify(parts)}`);
    }
  });
});
