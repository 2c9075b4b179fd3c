import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRandom } from '../machine/random.ts';
import { agreementOf } from './agreement.ts';

/** Six sweeps over agents whose requests take so many times as long, with the noise of a quarter of a second. */
function sweeps(factors: Readonly<Record<string, number>>, noise: number, seed: number) {
  const random = createRandom(seed);
  return Array.from({ length: 6 }, () => {
    const weather = 1 + random();
    return new Map(
      Object.entries(factors).map(([name, times]) => [name, 400 * weather * times * (1 + noise * (random() - 0.5))]),
    );
  });
}

const differing = (found: ReturnType<typeof agreementOf>) =>
  [...found].flatMap(([name, { differs }]) => (differs ? [name] : []));

describe('an A/A between agents', () => {
  it('finds nothing between those that are alike, however much the weather changes from sweep to sweep', () => {
    for (let seed = 1; seed <= 200; seed += 1)
      assert.deepEqual(differing(agreementOf(sweeps({ a1: 1, a2: 1, a3: 1 }, 0.2, seed))), []);
  });

  it('names one whose way to the target is longer', () => {
    const found = agreementOf(sweeps({ a1: 1, a2: 1, a3: 1.8 }, 0.1, 3));
    assert.deepEqual(differing(found), ['a3']);
    const { ratio = 0, low = 0, high = 0 } = found.get('a3') ?? {};
    assert.ok(ratio > 1.4 && low <= ratio && ratio <= high, `${low} ${ratio} ${high}`);
  });
});
