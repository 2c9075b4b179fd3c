import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { growthOf, isEven, isFlat, sharesOf } from './judge.ts';

describe('the evenness of arrivals', () => {
  const arrivals = (rate: number, lateMs: (index: number) => number) =>
    Array.from({ length: 3 * rate }, (_, index) => 5_000 + (index * 1_000) / rate + lateMs(index));

  it('is a tenth of each second in its first 100 ms', () => {
    assert.deepEqual(
      sharesOf(
        arrivals(500, () => 0.3),
        500,
        3,
      ),
      [0.1, 0.1, 0.1],
    );
    assert.equal(
      isEven(
        sharesOf(
          arrivals(37, () => 0.3),
          37,
          3,
        ),
      ),
      true,
    );
  });

  it('may be a hundredth more or less', () => {
    assert.deepEqual([[0.09, 0.11], [0.089], [0.111]].map(isEven), [true, false, false]);
  });

  it('is missed by one second with a burst, though all seconds together keep it', () => {
    const late = (index: number) => (index < 500 || index >= 1_500 ? 0 : index < 1_000 ? 20 : -20);
    const shares = sharesOf(
      arrivals(500, (index) => 20 + late(index)),
      500,
      3,
    );
    assert.equal(isEven(shares), false);
  });
});

describe('flat memory', () => {
  const looks = (of: (share: number) => number) => Array.from({ length: 60 }, (_, look) => of(look / 59));

  it('may go up until it is collected, and at first until it rests', () => {
    assert.equal(isFlat(looks((share) => 80 + 15 * ((13 * share) % 1))), true);
    assert.equal(isFlat(looks((share) => 80 + 20 * Math.min(1, 3 * share))), true);
  });

  it('is not what grows by a fifth from beginning to end, nor what never rests', () => {
    const grown = looks((share) => 80 * (1 + 0.2 * share));
    assert.equal(Math.round(10 * growthOf(grown)) / 10, 5.4);
    assert.equal(isFlat(grown), false);
    assert.equal(isFlat(looks((share) => 80 + 9 * share + 15 * ((13 * share) % 1))), false);
  });
});
