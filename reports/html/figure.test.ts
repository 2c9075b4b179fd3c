import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { count, duration, figure, ratio, share } from './figure.ts';

describe('figures', () => {
  it('have three significant digits', () => {
    assert.deepEqual([0.62345, 12.345, 186.44, 3124.9, 0].map(figure), ['0.623', '12.3', '186', '3,120', '0']);
  });

  it('keep whole numbers below a thousand whole', () => {
    assert.deepEqual([7, 241, 999].map(figure), ['7', '241', '999']);
  });

  it('are counted in full', () => {
    assert.equal(count(96_001), '96,001');
  });

  it('keep the zeros of a ratio', () => {
    assert.deepEqual([1, 0.5, null].map(ratio), ['1.00', '0.500', '–']);
  });

  it('have no share of nothing', () => {
    assert.deepEqual([share(601, 1200), share(0, 0)], ['50.1\u00A0%', '–']);
  });

  it('name a duration in the unit a reader would choose', () => {
    assert.deepEqual([3.14, 59_400, 279_000, 10_800_000].map(duration), [
      '3.14\u00A0ms',
      '59.4\u00A0s',
      '4\u00A0min 39\u00A0s',
      '3\u00A0h',
    ]);
  });
});
