import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { costFinding } from './cost-finding.ts';
import type { SchemePlan } from './plan-scheme.ts';

/** As much of a plan as is read: cores of servers, as low, middle and high, and those of the store. */
const plan = (scheme: string, low: number, middle: number, high: number, store = 0): SchemePlan => {
  const servers = { low, middle, high, rests: [] };
  const storeCores = { low: store, middle: store, high: store, rests: [] };
  return { scheme, servers, storeCores } as unknown as SchemePlan;
};

const unknown = {
  missing: [{ scenario: 'login', scheme: 'b', what: 'CPU', because: 'this run did not measure it', command: '' }],
};

describe('who needs fewer cores', () => {
  it('is told of each with its own figure', () => {
    const plans = [plan('a', 104, 104, 105), plan('b', 306, 308, 310), plan('c', 104, 105, 106)];
    assert.equal(costFinding(plans), 'a (104) and c (105) need the fewest cores, b 308.');
    assert.equal(costFinding(plans.slice(0, 2)), 'a needs 104 cores, b 308.');
  });

  it('counts the cores of the store too, which cost as much', () => {
    assert.equal(costFinding([plan('a', 8, 8, 8, 3), plan('b', 9, 9, 9)]), 'b needs 9 cores, a 11.');
    const untold = { ...plan('c', 1, 1, 1), storeCores: unknown };
    assert.equal(costFinding([plan('a', 8, 8, 8), untold]), 'a needs 8 cores; of the others it is not known.');
  });

  it('is nobody where the ranges of all meet', () => {
    const plans = [plan('a', 90, 104, 110), plan('b', 108, 112, 120)];
    assert.equal(costFinding(plans), 'Nobody is shown to need fewer cores for this load: cost should not decide.');
  });

  it('is not known where one alone was measured, or none', () => {
    const other = { ...plan('b', 1, 1, 1), servers: unknown };
    assert.equal(costFinding([plan('a', 1, 1, 1), other]), 'a needs 1 core; of the others it is not known.');
    assert.equal(costFinding([other]), 'How many cores this load takes is not known from this run.');
  });
});
