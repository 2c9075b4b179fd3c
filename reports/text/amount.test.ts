import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { amount, digitsApart, span } from './amount.ts';

describe('an amount', () => {
  it('is in the unit that a reader would choose', () => {
    assert.deepEqual(
      [
        ...[amount(116.2, 'us'), amount(1_768, 'us'), amount(2_500_000, 'us'), amount(901_000, 'ms')],
        ...[amount(25, 'ms'), amount(0.5, 'ms'), amount(28_800, 's'), amount(1_234, 'bytes')],
        ...[amount(2 ** 27, 'bytes'), amount(12_345, 'count'), amount(9_474.4, '1/s'), amount(0.0123, 'ratio')],
      ],
      [
        ...['116 µs', '1.77 ms', '2.5 s', '15 min 1 s'],
        ...['25 ms', '500 µs', '8 h', '1,234 bytes'],
        ...['128 MiB', '12,345', '9,470 per second', '0.0123'],
      ],
    );
  });

  it('says the unit of two ends once, and one figure where both read alike', () => {
    assert.deepEqual(
      [span(848.1, 1_768, 'us'), span(901_000, 901_000, 'ms'), span(115.6, 116.4, 'us'), span(60_000, 901_000, 'ms')],
      ['0.848 to 1.77 ms', '15 min 1 s', '116 µs', '60 s to 15 min 1 s'],
    );
  });

  it('has more digits where it would else read as another that it is not', () => {
    assert.deepEqual(
      [
        digitsApart(25, 25),
        digitsApart(25_300, 25_000),
        digitsApart(25_040, 25_000),
        digitsApart(901_200, 901_000),
        digitsApart(0, 5),
        digitsApart(0, 0),
      ],
      [3, 3, 4, 5, 3, 3],
    );
    assert.deepEqual(
      [span(25_040, 25_300, 'us', 4), amount(901_200, 'ms', 5), amount(2 ** 20 + 512, 'bytes', 5)],
      ['25.04 to 25.3 ms', '901.2 s', '1.0005 MiB'],
    );
  });
});
