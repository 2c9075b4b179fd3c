import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { legacyLines } from './cookie-prefix-legacy.ts';

describe('the cookies of cookie-prefix-legacy', () => {
  it('are all within one, and each without a name', () => {
    const genuine = [
      ['__Host-sid', 'a'],
      ['__Host-sid.sig', 'b'],
    ] as const;
    assert.deepEqual(legacyLines(genuine), [
      '$Version=1,__Host-sid=a,__Host-sid.sig=b',
      '=__Host-sid=a',
      '=__Host-sid.sig=b',
    ]);
  });
});
