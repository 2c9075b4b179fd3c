import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Arm } from '../results/arm.ts';
import { armOf } from '../results/fixtures/arm.ts';
import type { Results } from '../results/results.ts';
import { counted, discards } from './counted.ts';

type Sample = Results['samples'][number];

const main = armOf('load', 'jwt');
const raw = armOf('sensitivity', 'jwt', 'main', { variation: 'raw' });
const sample = (arm: Arm, round: number, metric: string, value: number, more: Partial<Sample> = {}): Sample => ({
  ...{ scenario: 'read', scheme: 'jwt', arm, round, metric, unit: 'us', value, valid: true },
  ...more,
});
const samples = [
  ...[1, 2, 3].map((round) => sample(main, round, 'latency.p50', 700)),
  sample(main, 4, 'latency.p50', 9, { valid: false, invalidReason: '1 of 90 requests failed' }),
  sample(main, 2, 'machine.foreign', 1.5),
  sample(raw, 2, 'latency.p50', 700),
  sample(main, 2, 'latency.p50', 700, { scenario: 'login' }),
];

describe('what counts', () => {
  it('is no block that was spoilt, and none of a round that was disturbed in its group', () => {
    assert.deepEqual(
      counted(samples).map(({ scenario, arm, round }) => [scenario, arm, round]),
      [
        ['read', main, 1],
        ['read', main, 3],
        ['read', raw, 2],
        ['login', main, 2],
      ],
    );
  });

  it('is told with the reason of what does not', () => {
    assert.deepEqual(samples.map(discards(samples)).slice(1, 4), [
      'other programs used 1.50 cores, at most 0.1 are allowed',
      undefined,
      '1 of 90 requests failed',
    ]);
  });
});
