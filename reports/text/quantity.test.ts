import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseBytes, parseDuration } from './quantity.ts';

describe('a quantity', () => {
  it('is read with its unit', () => {
    assert.deepEqual(
      ['250ms', '5s', '1.5 s', '15m', '2min', '8h', '30d'].map(parseDuration),
      [250, 5_000, 1_500, 900_000, 120_000, 28_800_000, 2_592_000_000],
    );
    assert.deepEqual(['4096', '8KB', '8 KiB', '1MiB'].map(parseBytes), [4_096, 8_000, 8_192, 1_048_576]);
  });

  it('is none without a unit of time, with an unknown one, at 0 or below', () => {
    for (const text of ['5', '', 's', '5 weeks', '0s', '-5s', '5s later', '1e3s', '5constructor'])
      assert.equal(parseDuration(text), undefined, text);
    for (const text of ['', '8 parsecs', '0', '-1']) assert.equal(parseBytes(text), undefined, text);
  });
});
