import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { armOf } from '../results/fixtures/arm.ts';
import type { Results } from '../results/results.ts';
import { spread } from './spread.ts';

function samples(...values: readonly number[]): Results['samples'] {
  return values.map((value, round) => ({
    scenario: 'login',
    scheme: 'jwt',
    arm: armOf('load', 'session'),
    round,
    metric: 'cpu.servers',
    unit: 'us',
    value,
    valid: value >= 0,
  }));
}

describe('the spread of a measurement', () => {
  it('is the middle and the edges of its rounds', () => {
    assert.deepEqual(spread(samples(9, 1, 4)), { unit: 'us', median: 4, low: 1, high: 9, rounds: 3 });
  });

  it('lies between the two middle rounds where they are even', () => {
    assert.equal(spread(samples(1, 2, 4, 9))?.median, 3);
  });

  it('leaves out rounds that did not count', () => {
    assert.deepEqual(spread(samples(5, -1)), { unit: 'us', median: 5, low: 5, high: 5, rounds: 1 });
  });

  it('is absent where no round counted', () => {
    assert.equal(spread(samples(-1)), undefined);
  });
});
