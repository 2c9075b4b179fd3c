import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { duration, exact, figure, list, percent, ratio, sentence, withDurations } from './wording.ts';

describe('wording', () => {
  it('keep three significant digits and set thousands apart', () => {
    assert.deepEqual([0, 0.0123456, 1.5, 41.27, 999.6, 12_345].map(figure), [
      '0',
      '0.0123',
      '1.5',
      '41.3',
      '1,000',
      '12,300',
    ]);
  });

  it('keep every digit of a count', () => {
    assert.deepEqual([0, 999, 1_234_567].map(exact), ['0', '999', '1,234,567']);
  });

  it('give a share in percent', () => {
    assert.deepEqual([0, 0.5008, 1].map(percent), ['0 %', '50.1 %', '100 %']);
  });

  it('show a ratio with its interval, and a dash where there is none', () => {
    assert.equal(ratio(0.6, 0.51, 0.7), '0.600 [0.510, 0.700]');
    assert.equal(ratio(0.6, null, null), '0.600');
    assert.equal(ratio(null, null, null), '–');
  });

  it('choose the unit of each duration in a text, and leave figures with a fraction', () => {
    assert.equal(
      withDurations('2764 ms of 3000 ms; 334 ms of 656 ms; 0.37 ms, 1,803 ms; a5 ms'),
      '2.76 s of 3 s; 334 ms of 656 ms; 0.37 ms, 1,803 ms; a5 ms',
    );
  });

  it('choose the unit of a duration', () => {
    const shown = [0.4, 950, 59_400, 120_000, 899_200, 7_200_000].map(duration);
    assert.deepEqual(shown, ['0.4 ms', '950 ms', '59.4 s', '2 min', '14 min 59 s', '2 h']);
  });

  it('makes a sentence of a reason, once', () => {
    assert.deepEqual([sentence('no answer came'), sentence('No answer came.')], ['No answer came.', 'No answer came.']);
  });

  it('list in words', () => {
    assert.deepEqual(
      [list([]), list(['a']), list(['a', 'b']), list(['a', 'b', 'c'], 'or')],
      ['', 'a', 'a and b', 'a, b or c'],
    );
  });
});
