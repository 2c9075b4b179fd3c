import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { costFinding } from './cost-finding.ts';
import type { SchemePlan } from './plan-scheme.ts';

/** As much of a plan as is read: cores of servers, as low, middle and high. */
const plan = (scheme: string, low: number, middle: number, high: number): SchemePlan => {
  const servers = { low, middle, high, rests: [] };
  return { scheme, servers } as unknown as SchemePlan;
};

describe('who needs fewer cores', () => {
  it('is told of each with its own figure', () => {
    const plans = [plan('a', 104, 104, 105), plan('b', 306, 308, 310), plan('c', 104, 105, 106)];
    assert.equal(costFinding(plans), 'a (104) and c (105) need the fewest cores, b 308.');
    assert.equal(costFinding(plans.slice(0, 2)), 'a needs 104 cores, b 308.');
  });

  it('is nobody where the ranges of all meet', () => {
    const plans = [plan('a', 90, 104, 110), plan('b', 108, 112, 120)];
    assert.equal(costFinding(plans), 'Nobody is shown to need fewer cores for this load: cost should not decide.');
  });

  it('is not known where one alone was measured, or none', () => {
    const unknown = { scheme: 'b', servers: { missing: [] } } as unknown as SchemePlan;
    assert.equal(costFinding([plan('a', 1, 1, 1), unknown]), 'a needs 1 core; of the others it is not known.');
    assert.equal(costFinding([unknown]), 'How many cores this load takes is not known from this run.');
  });
});
