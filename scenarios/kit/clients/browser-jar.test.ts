import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openBrowserJar } from './browser-jar.ts';

const past = 'Expires=Thu, 01 Jan 1970 00:00:00 GMT';

/** What the browser holds after these lines, each of an answer to that path. */
function heldAfter(lines: readonly string[], { origin = 'https://app.example.com', path = '/login' } = {}) {
  const jar = openBrowserJar(origin);
  const refused = lines.flatMap((line) => jar.take({ headers: { 'set-cookie': line } }, path));
  return { held: jar.held(), refused: refused.map(({ name }) => name), jar };
}

describe('the jar of a browser', () => {
  it('ends a cookie by its name, Domain and Path, whatever the other attributes are', () => {
    const set = 'sid=1; Path=/app; Domain=example.com; HttpOnly; SameSite=Strict';
    for (const line of [
      `sid=; ${past}; Path=/app; Domain=example.com`,
      'sid=x; Max-Age=0; path=/app; domain=.EXAMPLE.com; SameSite=None',
    ])
      assert.deepEqual(heldAfter([set, line]).held, [], line);
  });

  it('keeps a cookie that is deleted with another Path or Domain, or without the one that it was set with', () => {
    for (const [set, deletion] of [
      ['sid=1; Path=/app', `sid=; ${past}; Path=/`],
      ['sid=1; Path=/', `sid=; ${past}; Path=/app`],
      ['sid=1; Domain=example.com; Path=/', `sid=; ${past}; Path=/`],
      ['sid=1; Domain=app.example.com; Path=/', `sid=; ${past}; Path=/`],
      ['sid=1; Path=/', `sid=; ${past}; Path=/; Domain=app.example.com`],
      ['sid=1; Path=/', `sid=; ${past}`],
    ] as const)
      assert.deepEqual(heldAfter([set, deletion], { path: '/a/login' }).held, ['sid'], deletion);
  });

  it('refuses what a prefix forbids, a deletion too', () => {
    const set = '__Host-sid=1; Path=/; Secure';
    assert.deepEqual(heldAfter(['__Host-sid=1; Path=/']).refused, ['__Host-sid']);
    const { held, refused } = heldAfter([set, `__Host-sid=; ${past}; Path=/`]);
    assert.deepEqual([held, refused], [['__Host-sid'], ['__Host-sid']]);
    assert.deepEqual(heldAfter([set, `__Host-sid=; ${past}; Path=/; Secure`]).held, []);
  });

  it('takes Secure on this machine without TLS, and another Domain than its own nowhere', () => {
    for (const origin of ['http://127.0.0.1:3000', 'http://localhost:3000', 'http://[::1]:3000']) {
      const { jar, refused } = heldAfter(['a=1; Secure', 'b=1; Domain=example.com'], { origin });
      assert.deepEqual([jar.sent('/me'), refused], [['a=1'], ['b']], origin);
    }
    assert.deepEqual(heldAfter(['a=1; Domain=127.0.0.1', `a=; ${past}`], { origin: 'http://127.0.0.1' }).held, []);
  });

  it('sends a cookie along to its own path alone', () => {
    const { jar } = heldAfter(['r=1; Path=/auth/refresh', 's=2']);
    assert.deepEqual([jar.sent('/auth/refresh'), jar.sent('/me')], [['r=1', 's=2'], ['s=2']]);
  });
});
