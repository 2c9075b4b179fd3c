import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { renamed } from './renamed.ts';

const names = new Map([
  ['ann', 'bob'],
  ['17', '4'],
]);
const base64 = (text: string) => Buffer.from(text).toString('base64');
const base64url = (text: string) => Buffer.from(text).toString('base64url');
const hex = (text: string) => Buffer.from(text).toString('hex');
const vouchedFor = (name: string) =>
  Buffer.concat([Buffer.from(`${name}:6B0CA446:`), Buffer.alloc(20, 0xfe)]).toString('base64url');

describe('a credential that is written anew for somebody else', () => {
  it('has the name of the other wherever its own name stood, encoded as it was', () => {
    const pairs: readonly (readonly [string, string])[] = [
      ['ann', 'bob'],
      ['17', '4'],
      ['uid=17&name=ann', 'uid=4&name=bob'],
      ['ann|0|c2VhbGVk', 'bob|0|c2VhbGVk'],
      [`${base64('ann')}|0|c2VhbGVk`, `${base64('bob')}|0|c2VhbGVk`],
      [encodeURIComponent(`${base64('ann')}|0|x`), encodeURIComponent(`${base64('bob')}|0|x`)],
      [base64('{"user":"ann","n":1}'), base64('{"user":"bob","n":1}')],
      [base64url('{"id":"17"}'), base64url('{"id":"4"}')],
      [`${base64url('{"id":"17"}')}.c2lnbmF0dXJl`, `${base64url('{"id":"4"}')}.c2lnbmF0dXJl`],
      [hex('user:ann'), hex('user:bob')],
      [base64(base64('ann:17')), base64(base64('bob:4'))],
      [vouchedFor('ann'), vouchedFor('bob')],
    ];
    assert.deepEqual(
      pairs.map(([own]) => renamed(own, names)),
      pairs.map(([, other]) => other),
    );
  });

  it('is none where nothing in it names its owner: a part of a word or of a number is no name', () => {
    const texts = ['annual', '217', 'joann@x', base64('{"user":"joe"}'), ''];
    assert.deepEqual(
      texts.map((text) => renamed(text, names)),
      texts.map(() => undefined),
    );
  });

  it('is the first one again where it is written back', () => {
    const own = new Map([['ann-of-here', 'bob-of-here']]);
    const back = new Map([['bob-of-here', 'ann-of-here']]);
    const encodings = [(text: string) => text, encodeURIComponent, base64, base64url, hex];
    fc.assert(
      fc.property(fc.subarray(encodings, { minLength: 1 }), fc.webPath(), (some, rest) => {
        const value = some.reduce((text, encode) => encode(text), `${rest}|ann-of-here|x`);
        const other = renamed(value, own, some.length);
        assert.equal(other === undefined ? undefined : renamed(other, back, some.length), value);
      }),
      { numRuns: 200 },
    );
  });
});
