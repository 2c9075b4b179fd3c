import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { growthPerMinute, isEven, isFlat, sharesOf } from './judge.ts';

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
  const looks = (of: (share: number) => number) => Array.from({ length: 20 }, (_, look) => of(look / 19));

  it('may go up until it is collected', () => {
    const sawtooth = looks((share) => 80 + 15 * ((13 * share) % 1));
    assert.equal(isFlat(sawtooth, 10), true);
  });

  it('is not what grows by a fifth in ten minutes, nor what keeps a few bytes of each request', () => {
    const grown = looks((share) => 80 * (1 + 0.2 * share));
    assert.equal(Math.round(10 * growthPerMinute(grown, 10)) / 10, 1.7);
    assert.equal(isFlat(grown, 10), false);
    assert.equal(
      isFlat(
        looks((share) => 80 + 5 * share),
        10,
      ),
      false,
    );
  });
});
