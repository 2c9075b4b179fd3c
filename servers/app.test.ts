import assert from 'node:assert/strict';
import { createConnection } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { discover } from './discover.ts';
import type { Scheme } from './scheme.ts';
import { passwordIn, serveScheme } from './served-scheme.fixture.ts';
import { memoryStore } from './store/memory.ts';
import { type Store, StoreUnavailable } from './store/store.ts';
import { type Held, visitor } from './visitor.fixture.ts';

const schemes = await discover<Scheme>(new URL('./schemes/', import.meta.url));
const user = { username: 'user-1', password: passwordIn('user-1') };
const json = { 'content-type': 'application/json' };

describe('the application', () => {
  it('refuses bodies that are not small JSON objects, each with its own status', async () => {
    await using served = await serveScheme(schemes.get('jwt')!);
    const post = async (body: string | Buffer, headers: Record<string, string>) => {
      const response = await fetch(`${served.origin}/login`, { method: 'POST', body, headers });
      const answer = (await response.json()) as { error?: string };
      return [response.status, answer.error];
    };
    const login = JSON.stringify(user);
    assert.deepEqual(await post('{"username":', json), [400, 'invalid_json']);
    assert.deepEqual(await post('"text"', json), [400, 'invalid_json']);
    assert.deepEqual(await post('[]', json), [400, 'invalid_request']);
    assert.deepEqual(await post('', json), [400, 'invalid_request']);
    assert.deepEqual(await post('{"username":"user-1","password":7}', json), [400, 'invalid_request']);
    assert.deepEqual(await post('{"__proto__":{"admin":true}}', json), [400, 'invalid_json']);
    assert.deepEqual(await post(' '.repeat(5_000) + login, json), [413, 'body_too_large']);
    assert.deepEqual(await post(gzipSync('x'.repeat(1e6)), { ...json, 'content-encoding': 'gzip' }), [
      413,
      'body_too_large',
    ]);
    assert.deepEqual(await post('not gzip', { ...json, 'content-encoding': 'gzip' }), [400, 'invalid_json']);
    assert.deepEqual(await post(login, { ...json, 'content-encoding': 'zip' }), [415, 'unsupported_media_type']);
    assert.deepEqual(await post(login, { 'content-type': 'text/plain' }), [415, 'unsupported_media_type']);
    assert.deepEqual(await post('username=user-1', { 'content-type': 'application/x-www-form-urlencoded' }), [
      415,
      'unsupported_media_type',
    ]);
    assert.deepEqual((await post(login, { 'content-type': 'application/json; charset=utf-8' }))[0], 200);
  });

  it('says with every answer that it is not kept, framed, guessed at or sent in the clear', async () => {
    await using served = await serveScheme(schemes.get('session')!);
    for (const path of ['/healthz', '/me', '/nothing']) {
      const { headers } = await fetch(served.origin + path);
      assert.equal(headers.get('cache-control'), 'no-store', path);
      assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/, path);
      assert.equal(headers.get('referrer-policy'), 'no-referrer', path);
      assert.match(headers.get('strict-transport-security') ?? '', /max-age=31536000/, path);
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
    }
  });

  it('answers unknown routes and methods with 404 and 405, and names what is allowed', async () => {
    await using served = await serveScheme(schemes.get('session')!);
    const { send } = visitor(served.origin, schemes.get('session')!.protocol);
    const ask = async (method: string, path: string) => {
      const { status, body, headers } = await send({ method, path, headers: {} });
      return [status, body?.error, headers.allow];
    };
    assert.deepEqual(await ask('GET', '/nothing'), [404, 'not_found', undefined]);
    assert.deepEqual(await ask('POST', '/refresh'), [404, 'not_found', undefined]);
    assert.deepEqual(await ask('DELETE', '/me'), [405, 'method_not_allowed', 'HEAD, GET']);
    assert.deepEqual(await ask('PROPFIND', '/login'), [405, 'method_not_allowed', 'POST']);
  });

  it('says no-store on every answer', async () => {
    await using served = await serveScheme(schemes.get('jwt-refresh')!);
    const { perform } = visitor(served.origin, schemes.get('jwt-refresh')!.protocol);
    for (const answer of [await perform('me'), await perform('login', { values: user }), await perform('refresh')]) {
      assert.equal(answer.headers['cache-control'], 'no-store');
    }
  });

  it('tells a request that presented nothing no reason, and one with a bad token that it is bad', async () => {
    const jwt = schemes.get('jwt')!;
    await using served = await serveScheme(jwt);
    const { perform } = visitor(served.origin, jwt.protocol);
    const challenge = async (headers?: Record<string, string>) =>
      (await perform('me', headers && { headers })).headers['www-authenticate'];
    assert.equal(await challenge(), 'Bearer realm="authbench"');
    assert.equal(await challenge({ authorization: 'Bearer x' }), 'Bearer realm="authbench", error="invalid_token"');
  });

  it('caps how long a slow answer can be asked for, and refuses nonsense', async () => {
    const jwt = schemes.get('jwt')!;
    await using served = await serveScheme(jwt);
    const { perform, signIn } = visitor(served.origin, jwt.protocol);
    const as = await signIn(user);
    for (const ms of ['-1', 'x', '1.5', '1e999']) {
      assert.equal((await perform('slow', { as, values: { ms } })).status, 400);
    }
    const took = async (ms: string) => {
      const start = performance.now();
      assert.equal((await perform('slow', { as, values: { ms } })).status, 200);
      return performance.now() - start;
    };
    // at the same time, so that what this machine does meanwhile falls on both
    const [most, more] = await Promise.all([took('2000'), took('999999')]);
    assert.ok(more < 2 * most, `${more} ms where the most that can be asked for took ${most}`);
  });

  it('answers 404 for an account that an admin does not find', async () => {
    const jwt = schemes.get('jwt')!;
    await using served = await serveScheme(jwt);
    const { perform, signIn } = visitor(served.origin, jwt.protocol);
    const as = await signIn({ username: 'admin', password: passwordIn('admin') });
    assert.equal((await perform('disable', { as, values: { id: 'nobody' } })).status, 404);
    assert.equal((await perform('disable', { as, values: { id: '%ff' } })).status, 404);
    assert.equal((await perform('setRole', { as, values: { id: 'user-1', role: 'root' } })).status, 400);
  });

  for (const scheme of schemes.values()) {
    it(`${scheme.id}: lets an account in again that an admin enables, and none of the sign-ins it had before`, async () => {
      await using served = await serveScheme(scheme);
      const { perform, signIn } = visitor(served.origin, scheme.protocol);
      const before = await signIn(user);
      const as = await signIn({ username: 'admin', password: passwordIn('admin') });
      for (const step of ['disable', 'enable'] as const)
        assert.equal((await perform(step, { as, values: { id: 'user-1' } })).status, 204);
      assert.equal((await perform('me', { as: await signIn(user) })).status, 200);
      const isStatement = scheme.traits.revocation === 'at-expiry';
      assert.equal((await perform('me', { as: before })).status, isStatement ? 200 : 401);
      if (scheme.protocol.steps.refresh) assert.equal((await perform('refresh', { as: before })).status, 401);
      assert.equal((await perform('enable', { as: before, values: { id: 'user-1' } })).status, isStatement ? 403 : 401);
    });

    it(`${scheme.id}: answers 503 with Retry-After while the store is away, and nothing else does`, async () => {
      let away = false;
      const store = new Proxy<Store>(memoryStore(), {
        get(target, name) {
          const method: unknown = Reflect.get(target, name);
          return away && typeof method === 'function' ? () => Promise.reject(new StoreUnavailable('silent')) : method;
        },
      });
      await using served = await serveScheme(scheme, { store });
      const { perform, signIn, send } = visitor(served.origin, scheme.protocol);
      const as = await signIn(user);
      away = true;
      const get = (path: string) => send({ method: 'GET', path, headers: {} });
      const whenAsked = (...uses: string[]) => (uses.includes(scheme.traits.store) ? 503 : 200);
      const me = await perform('me', { as });
      assert.equal(me.status, whenAsked('every-request', 'when-stale'));
      assert.equal(me.headers['retry-after'], me.status === 503 ? '1' : undefined);
      assert.equal(
        (await perform('login', { values: user })).status,
        whenAsked('every-request', 'when-stale', 'renewal'),
      );
      assert.equal((await get('/readyz')).status, whenAsked('every-request', 'when-stale', 'renewal'));
      assert.equal((await get('/healthz')).status, 200);
      assert.equal((await get('/bare')).status, 200);
      if (scheme.protocol.steps.refresh) assert.equal((await perform('refresh', { as })).status, 503);
    });

    it(`${scheme.id}: answers hostile headers, cookies and bodies with 4xx`, async () => {
      await using served = await serveScheme(scheme);
      const { signIn, request } = visitor(served.origin, scheme.protocol);
      const sound = [...heldBy(await signIn(user))];
      const latin1 = fc.string({
        unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
        maxLength: 300,
      });
      const damaged = fc.constantFrom(...sound).chain((value) =>
        fc
          // not at its end, where a space is no part of a header's value and base64url has bits that say nothing
          .tuple(fc.nat(value.length - 3), latin1)
          .filter(([at, noise]) => noise !== value[at])
          .map(([at, noise]) => value.slice(0, at) + noise + value.slice(at + 1)),
      );
      const value = fc.oneof(latin1, damaged);
      const cookie = fc
        .tuple(fc.constantFrom('__Host-Http-sid', '__Host-Http-sid.sig', '__Host-Http-refresh', 'other'), value)
        .map((pair) => pair.join('='));
      const attempt = fc.record({
        cookie: fc.array(cookie, { maxLength: 4 }).map((all) => all.join('; ')),
        authorization: fc.oneof(
          value,
          value.map((token) => `Bearer ${token}`),
        ),
        origin: fc.oneof(fc.constant(served.origin), value),
        step: fc.constantFrom(...(['me', 'transfer', 'logoutAll', 'admin', 'password', 'refresh'] as const)),
        body: fc.oneof(fc.string(), fc.json()),
      });
      await fc.assert(
        fc.asyncProperty(attempt, async ({ step, body, ...headers }) => {
          if (!scheme.protocol.steps[step]) return;
          const { method, path } = request(step, { values: user });
          const sent = { ...headers, 'content-type': 'application/json' };
          const status = await rawStatus(served.origin, method, path, sent, method === 'GET' ? '' : body);
          assert.ok(status >= 400 && status < 500, `${step} answered ${status}`);
        }),
        { numRuns: 100 },
      );
    });
  }
});

function heldBy({ cookies, tokens }: Held): string[] {
  return [...Object.values(cookies), ...Object.values(tokens)];
}

/** Sends bytes that no well-behaved client would. */
async function rawStatus(origin: string, method: string, path: string, headers: Record<string, string>, body: string) {
  const { hostname, port, host } = new URL(origin);
  const lines = Object.entries({
    host,
    ...headers,
    'content-length': `${Buffer.byteLength(body)}`,
    connection: 'close',
  });
  const head = `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  const socket = createConnection({ host: hostname, port: Number(port) });
  socket.write(Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body)]));
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(await text(socket))?.[1]);
}
