import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Arm } from '../results/arm.ts';
import { armOf } from '../results/fixtures/arm.ts';
import { fullResults } from '../results/fixtures/results.ts';
import { saturationsOf } from './saturation.ts';

type Round = readonly [throughput: number, servers: number, store: number, generator: number];

function samples(rounds: readonly Round[], part: { valid?: boolean; arm?: Arm } = {}) {
  const names = ['throughput', 'saturation.servers', 'saturation.store', 'saturation.generator'];
  return rounds.flatMap((values, i) =>
    values.map((value, k) => ({
      ...{ scenario: 'authenticated-read', scheme: 'jwt', arm: armOf('load', 'jwt'), round: i + 1, value, valid: true },
      ...{ metric: names[k] as string, unit: k === 0 ? '1/s' : 'ratio' },
      ...part,
    })),
  );
}

const read = (all: ReturnType<typeof samples>) => saturationsOf({ samples: all }, 'authenticated-read');

describe('what an arm carried at saturation', () => {
  it('is told of the rounds that count, in which a server was the limit', () => {
    const [jwt, ...others] = read([
      ...samples([
        [4_000, 1, 0.1, 0.3],
        [4_500, 0.98, 0.1, 0.3],
      ]),
      ...samples([[9_000, 0.6, 0, 0.95]], { valid: false }),
    ]);
    assert.deepEqual([jwt?.because, jwt?.perCore, others], [undefined, [4_000, 4_500], []]);
    assert.deepEqual(jwt?.cores, { servers: 0.99, store: 0.1, generator: 0.3 });
  });

  it('is no capacity where none counts, for the reason that was given', () => {
    const spoilt = samples([[9_000, 0.7, 0, 0.95]]).map((one) => ({
      ...one,
      valid: false,
      invalidReason: 'the limit was another',
    }));
    const [jwt] = read(spoilt);
    assert.deepEqual([jwt?.because, jwt?.perCore], ['the limit was another', [9_000]]);
  });

  it('is nothing where nobody recorded who used which core', () => {
    assert.deepEqual(read(samples([[4_000, 1, 0.1, 0.3]]).filter(({ metric }) => metric === 'throughput')), []);
  });

  it('takes a round that was disturbed for none that counts', () => {
    const busy = { ...samples([[0, 0, 0, 0]])[0]!, metric: 'saturation.steal', value: 1.5 };
    const [jwt] = read([
      ...samples([
        [1_000, 1, 0.1, 0.3],
        [4_000, 1, 0.1, 0.3],
      ]),
      busy,
    ]);
    assert.deepEqual(jwt?.perCore, [4_000]);
    const [alone] = read([...samples([[1_000, 1, 0.1, 0.3]]), busy]);
    assert.deepEqual(
      [alone?.because, alone?.perCore],
      ['other machines took 1.50 cores, at most 0.1 are allowed', [1_000]],
    );
  });

  it('has nothing of searches, variations and what was measured again', () => {
    for (const group of ['rate-search', 'sensitivity', 'confirmation', 'rate-sweep'] as const)
      assert.deepEqual(read(samples([[4_000, 1, 0.1, 0.3]], { arm: armOf(group, 'jwt') })), []);
  });

  it('is read from a whole run', () => {
    const found = saturationsOf(fullResults, 'authenticated-read').map(({ arm, because }) => [
      arm.scheme,
      arm.role,
      because,
    ]);
    assert.deepEqual(found, [
      ['session', 'main', undefined],
      ['jwt', 'main', undefined],
      ['jwt-refresh', 'main', undefined],
      ['none', 'floor', 'servers wanted 0.71 of 1 core, and the limit was the load generator (0.96 cores)'],
    ]);
  });
});
