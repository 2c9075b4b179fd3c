import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { armOf } from '../results/fixtures/arm.ts';
import type { Results } from '../results/results.ts';
import { qualityOfSaturation } from './quality-saturation.ts';

type Sample = Results['samples'][number];

const sample = (metric: string, value: number, more: Partial<Sample> = {}): Sample => ({
  ...{ scenario: 'read', scheme: 'jwt', arm: armOf('load', 'jwt'), round: 1, metric, unit: '1/s', value, valid: true },
  ...more,
});
const limits = [
  sample('saturation.generator', 0.31),
  sample('saturation.generator', 0.4),
  sample('saturation.store', 0),
];

describe('the quality of saturation', () => {
  it('tells that servers were the limit, and what the others used', () => {
    const [row] = qualityOfSaturation([sample('throughput', 9_000), ...limits]);
    assert.equal(row?.measured, '1 of 1; the generator used up to 0.40 cores, the store 0.00');
    assert.equal(row?.state, 'ok');
  });

  it('warns of a block whose limit was something else, and names it', () => {
    const spoilt = { valid: false, invalidReason: 'the limit was the load generator' };
    const [row] = qualityOfSaturation([sample('throughput', 9_000), sample('throughput', 9, spoilt), ...limits]);
    assert.match(row?.measured ?? '', /^1 of 2; .* \(jwt: the limit was the load generator\)$/);
    assert.equal(row?.state, 'warning');
  });

  it('has nothing to say where nothing was saturated', () => {
    assert.deepEqual(qualityOfSaturation(limits), []);
  });
});
