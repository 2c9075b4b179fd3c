import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Results } from '../results/results.ts';
import { disturbed } from './disturbed.ts';

type Sample = Results['samples'][number];

/** Two arms a round; what is given is the second arm's, the first is always quiet. */
function rounds(metric: string, quiet: number, values: readonly number[]): Sample[] {
  const one = (scheme: string, round: number, value: number): Sample => ({
    scenario: 'read',
    scheme,
    arm: 'main',
    round,
    metric,
    unit: 'ratio',
    value,
    valid: true,
  });
  return values.flatMap((value, i) => [one('session', i + 1, quiet), one('jwt', i + 1, value)]);
}

describe('a disturbed round', () => {
  it('is one in which other programs used more than a tenth of a core on average', () => {
    const samples = rounds('machine.foreign', 0.02, [0.05, 0.18, 0.19, 1.2]);
    assert.deepEqual(
      [...disturbed(samples)],
      [
        [3, 'other programs used 0.10 cores, at most 0.1 are allowed'],
        [4, 'other programs used 0.61 cores, at most 0.1 are allowed'],
      ],
    );
  });

  it('is one that other machines took a share of', () => {
    assert.deepEqual(
      [...disturbed(rounds('machine.steal', 0, [0.01, 0.3]))],
      [[2, 'other machines took 0.15 cores, at most 0.1 are allowed']],
    );
  });

  it('is one in which servers waited for a core more than twice as long as usual', () => {
    const samples = rounds('wait.servers', 100, [100, 110, 90, 600, 105]);
    assert.deepEqual(
      [...disturbed(samples)],
      [[4, 'servers waited 350 µs per request for a core, at most 2 times the usual 103 µs are allowed']],
    );
  });

  it('is not one with a short wait, nor is there anything usual about three rounds', () => {
    assert.deepEqual([...disturbed(rounds('wait.servers', 5, [5, 6, 4, 60, 5]))], []);
    assert.deepEqual([...disturbed(rounds('wait.servers', 100, [100, 110, 900]))], []);
  });

  it('is never one for what it came to', () => {
    const samples = rounds('cpu.total', 100, [100, 100, 100, 900, 100, 3]);
    assert.deepEqual([...disturbed(samples)], []);
  });
});
