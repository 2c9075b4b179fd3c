import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seatOf } from './tables.ts';

describe('the table of an arm', () => {
  it('is told by its name', () => {
    const arms = ['main', 'a-a', 'planted:0.2', 'sensitivity:raw:x', 'rate:200', 'slo', 'confirm-12:main'];
    assert.deepEqual(
      arms.map((arm) => Object.values(seatOf(arm)).join(' ')),
      ['load main', 'load a-a', 'load planted:0.2', 'sensitivity raw:x', 'ladder 200', 'search slo', 'confirm-12 main'],
    );
  });
});
