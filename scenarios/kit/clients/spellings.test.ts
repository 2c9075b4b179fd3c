import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isKeptByBrowsers, overridden, pathSpellings } from './spellings.ts';

const segment = fc.stringMatching(/^[a-zA-Z0-9_-]{1,12}$/);
const anyPath = fc
  .tuple(fc.array(segment, { maxLength: 4 }), fc.boolean(), fc.constantFrom('', '?a=1', '?next=/Home//x'))
  .map(([segments, slash, query]) => `/${segments.join('/')}${slash && segments.length > 0 ? '/' : ''}${query}`);
const asked = (path: string) => ({ method: 'POST', path, headers: { host: 'auth.test' }, body: '{}' });

/** What the most lenient of servers makes of a path. */
function meant(path: string): string {
  const decoded = decodeURIComponent(decodeURIComponent(path))
    .replaceAll('\\', '/')
    .replace(/;[^/]*/g, '');
  const { pathname } = new URL(`http://host${decoded.replace(/[ \0]+$/, '').replace(/\/{2,}/g, '/')}`);
  return pathname
    .replace(/\.json$/, '')
    .replace(/(?!^)\/+$/, '')
    .toLowerCase();
}

describe('the spellings of a path', () => {
  it('mean the path to a lenient server, and are other texts than it and than each other', () => {
    fc.assert(
      fc.property(anyPath, (path) => {
        const [plain = '', query = ''] = path.split(/(?=\?)/);
        const spelled = pathSpellings(asked(path)).map(({ request }) => request.path);
        assert.equal(new Set([path, ...spelled]).size, spelled.length + 1);
        for (const other of spelled) {
          assert.ok(other.endsWith(query), other);
          assert.equal(meant(other.slice(0, other.length - query.length)), meant(plain), other);
        }
      }),
    );
  });

  it('can be sent as they are, leave all else of the request alone, and are few', () => {
    fc.assert(
      fc.property(anyPath, (path) => {
        const { path: _, ...rest } = asked(path);
        const spelled = pathSpellings(asked(path));
        assert.ok(spelled.length <= 20, `${spelled.length}`);
        for (const { request } of spelled) {
          assert.match(request.path, /^\/[\x21-\x7e]*$/);
          assert.deepEqual({ ...request, path: '' }, { ...rest, path: '' });
        }
      }),
    );
  });

  it('are these of a path of two segments', () => {
    const paths = pathSpellings(asked('/auth/refresh?x=1')).map(({ request }) => request.path);
    const wanted = '/auth/REFRESH /AUTH/refresh /auth/Refresh /auth/refresh/ //auth/refresh /auth//refresh';
    for (const path of wanted.split(' ')) assert.ok(paths.includes(`${path}?x=1`), path);
    for (const path of ['/./auth/refresh', '/auth%2frefresh', '/auth/%72efresh', '/auth/refresh;x=1']) {
      assert.ok(paths.includes(`${path}?x=1`), path);
    }
  });

  it('are kept by a browser where its own parser does not change them', () => {
    const kept = pathSpellings(asked('/refresh')).filter(isKeptByBrowsers);
    const paths = kept.map(({ request }) => request.path);
    assert.ok(paths.includes('/REFRESH') && paths.includes('/refresh/') && paths.includes('/%72efresh'));
    assert.ok(!paths.some((path) => path.includes('/.') || path.includes('\\') || path.includes('%2e')));
  });
});

describe('a request that claims another method', () => {
  it('has the one on the wire, without a body where that has none, and says the other once', () => {
    const json = { ...asked('/transfer?a=1'), headers: { host: 'auth.test', 'content-type': 'application/json' } };
    for (const { request, by } of overridden(json, 'GET', 'POST')) {
      assert.deepEqual([request.method, request.body, request.headers['content-type']], ['GET', undefined, undefined]);
      assert.equal(request.path, by === 'query' ? '/transfer?a=1&_method=POST' : '/transfer?a=1');
    }
    const inBody = (request: typeof json) =>
      overridden(request, 'POST', 'PUT').find(({ by }) => by === 'body')?.request;
    assert.equal(inBody(json)?.body, '{"_method":"PUT"}');
    const form = { ...json, headers: { ...json.headers, 'content-type': 'text/plain' }, body: 'a=b' };
    assert.equal(inBody(form)?.body, 'a=b&_method=PUT');
    assert.equal(overridden(json, 'POST', 'GET').length, 5);
  });
});
