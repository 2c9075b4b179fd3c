import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './cookie-attributes.ts';

type Cookie = Parameters<typeof attack.judge>[0]['cookies'][number];

const sound: Cookie = {
  name: '__Host-sid',
  at: 'login',
  deletes: false,
  bytes: 60,
  attributes: ['path=/', 'expires', 'samesite=lax', 'secure', 'httponly'],
};
const judge = (...cookies: Partial<Cookie>[]) =>
  attack.judge({ cookies: cookies.map((cookie) => ({ ...sound, ...cookie })), kept: [], signsIn: false });
const without = (pattern: RegExp) => ({ attributes: sound.attributes.filter((one) => !pattern.test(one)) });

describe('the judge of cookie-attributes', () => {
  it('is content with every attribute, whatever the order, and a deletion that has them too', () => {
    assert.equal(judge({}, { deletes: true, attributes: [...sound.attributes].reverse() }).outcome, 'blocked');
  });

  it('misses each attribute by its name', () => {
    for (const [attributes, fault] of [
      [without(/^secure/), /not Secure/],
      [without(/^httponly/), /not HttpOnly/],
      [without(/^samesite/), /no SameSite/],
      [{ attributes: [...without(/^samesite/).attributes, 'samesite=none'] }, /no SameSite/],
      [{ attributes: [...without(/^path/).attributes, 'path=/app'] }, /another Path/],
      [{ attributes: [...sound.attributes, 'domain=auth.test'] }, /sibling/],
      [{ name: 'sid' }, /prefix/],
      [{ bytes: 4_097 }, /4097 bytes/],
    ] as const) {
      const { outcome, because } = judge(attributes);
      assert.equal(outcome, 'succeeded');
      assert.match(because, fault);
    }
  });

  it('asks of a cookie that deletes only whether the browser has lost the other one', () => {
    assert.equal(judge({}, { deletes: true, attributes: ['path=/'] }).outcome, 'blocked');
    const { outcome, because } = attack.judge({ cookies: [sound], kept: ['__Host-sid'], signsIn: false });
    assert.equal(outcome, 'succeeded');
    assert.match(because, /__Host-sid at logout: deleted, and kept by the browser/);
  });

  it('is not content with a browser that is still signed in after the logout', () => {
    const { outcome, because } = attack.judge({ cookies: [sound], kept: [], signsIn: true });
    assert.equal(outcome, 'succeeded');
    assert.match(because, /cookies at logout: what the browser then holds still signs in/);
  });

  it('gives no verdict when no cookie was set', () => {
    assert.equal(judge().outcome, 'inconclusive');
    assert.equal(judge({ deletes: true }).outcome, 'inconclusive');
  });
});
