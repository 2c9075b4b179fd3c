import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { armOf } from '../results/fixtures/arm.ts';
import type { Results } from '../results/results.ts';
import { disturbances, disturbed } from './disturbed.ts';

type Sample = Results['samples'][number];

/** Two arms a round; what is given is the second arm's, the first is always quiet. */
function rounds(metric: string, quiet: number, values: readonly number[]): Sample[] {
  const one = (scheme: string, round: number, value: number): Sample => ({
    scenario: 'read',
    scheme,
    arm: armOf('load', 'session'),
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

  it('is one that a CPU quota kept from its cores', () => {
    assert.deepEqual(
      [...disturbed(rounds('machine.throttled', 0, [0.01, 0.3]))],
      [[2, 'a CPU quota kept 0.15 cores back, at most 0.01 are allowed: raise the limit of the container (cpu.max)']],
    );
  });

  it('is one that other machines took a share of', () => {
    assert.deepEqual(
      [...disturbed(rounds('machine.steal', 0, [0.01, 0.3]))],
      [[2, 'other machines took 0.15 cores, at most 0.1 are allowed']],
    );
  });

  it('is one in which ours waited for a core more often than usual', () => {
    const samples = rounds('machine.waiting', 0.04, [0.04, 0.06, 0.02, 0.6, 0.05]);
    assert.deepEqual(
      [...disturbed(samples)],
      [
        [
          4,
          'servers, store and generator waited for a core in 32 % of the time that they wanted one, usual are 4.5 %, and at most 14.5 % are allowed',
        ],
      ],
    );
  });

  it('is not one in which others used cores that ours did not wait for', () => {
    const waited = rounds('machine.waiting', 0.04, [0.04, 0.06, 0.02, 0.05]);
    const busy = rounds('machine.foreign', 0.8, [0.8, 0.9, 0.7, 3]);
    assert.deepEqual([...disturbed([...waited, ...busy])], []);
  });

  it('is told by what others used where nothing is usual about three rounds', () => {
    const waited = rounds('machine.waiting', 0.04, [0.04, 0.06, 0.9]);
    const busy = rounds('machine.foreign', 0, [0, 0, 0.5]);
    assert.deepEqual([...disturbed([...waited, ...busy]).keys()], [3]);
  });

  it('at saturation is one in which ours waited for more than two fifths, however usual that is', () => {
    const samples = rounds('saturation.waiting', 0.5, [0.5, 0.52, 0.48, 0.28, 0.5]);
    const [of, reads] = [disturbances(samples)('throughput'), disturbances(samples)('cpu.total')];
    assert.deepEqual([[...of.keys()], [...reads.keys()]], [[1, 2, 3, 5], []]);
    assert.equal(
      of.get(1),
      'servers, store and generator waited for a core in 50 % of the time that they wanted one; beyond 40 % other programs change the ratio itself',
    );
  });

  it('is never one for its result', () => {
    const samples = rounds('cpu.total', 100, [100, 100, 100, 900, 100, 3]);
    assert.deepEqual([...disturbed(samples)], []);
  });
});
