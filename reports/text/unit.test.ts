import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { unitFor, withUnit } from './unit.ts';

describe('a unit', () => {
  it('follows the largest value of its row', () => {
    assert.deepEqual(
      [unitFor('us', 231), unitFor('us', 3_900), unitFor('us', 2_000_000), unitFor('bytes', 900)].map(
        ({ name }) => name,
      ),
      ['µs', 'ms', 's', 'bytes'],
    );
  });

  it('converts what it shows', () => {
    assert.equal(unitFor('us', 3_900).show(912.4), '0.912');
    assert.equal(unitFor('bytes', 2 ** 27).show(2 ** 26), '64');
  });

  it('is left out of the header of plain numbers', () => {
    assert.deepEqual(
      [withUnit('Errors', unitFor('count', 3)), withUnit('Latency', unitFor('ms', 3))],
      ['Errors', 'Latency, ms'],
    );
  });
});
