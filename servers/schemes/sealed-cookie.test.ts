import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { carrying } from '../carried-data.ts';
import { passwordIn, serveScheme, testSettings } from '../served-scheme.fixture.ts';
import { memoryStore } from '../store/memory.ts';
import type { Store } from '../store/store.ts';
import { visitor } from '../visitor.fixture.ts';
import sealedCookie from './sealed-cookie.ts';

const user = { username: 'user-1', password: passwordIn('user-1') };
const NAME = '__Host-Http-session';

async function start(settings: Partial<typeof testSettings> = {}) {
  const served = await serveScheme(sealedCookie, { settings: { ...testSettings, ...settings } });
  return { served, client: visitor(served.origin, sealedCookie.protocol) };
}

describe('sealed-cookie', () => {
  it('hands out a __Host- cookie that scripts and other sites do not get, and that says nothing', async () => {
    const { served, client } = await start();
    await using _ = served;
    const { headers } = await client.perform('login', { values: user });
    const [line = '', ...more] = [headers['set-cookie'] ?? []].flat();
    assert.equal(more.length, 0);
    assert.match(
      line,
      /^__Host-Http-session=[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]{22}; path=\/; expires=[^;]+; samesite=lax; secure; httponly$/,
    );
    const parts = line.split('.').map((part) => Buffer.from(part, 'base64url').toString());
    assert.ok(!parts.join().includes('user-1'));
  });

  it('never asks a store', async () => {
    const untouchable = new Proxy<Store>(memoryStore(), {
      get: (_, name) => assert.fail(`the store was asked to ${String(name)}`),
    });
    await using served = await serveScheme(sealedCookie, { store: untouchable });
    const client = visitor(served.origin, sealedCookie.protocol);
    const as = await client.signIn(user);
    assert.equal(await client.whoAmI(as), 'user-1');
    assert.equal((await client.perform('logoutAll', { as })).status, 204);
  });

  it('makes the browser forget its cookie at logout, and no copy of it', async () => {
    const { served, client } = await start();
    await using _ = served;
    const as = await client.signIn(user);
    const { held } = await client.perform('logout', { as });
    assert.deepEqual(held.cookies, {});
    assert.equal(await client.whoAmI(as), 'user-1');
  });

  it('slides on by a new seal once half of its silence has passed, and ends after silence and at last', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 });
    const { served, client } = await start({ idleMs: 10_000, absoluteMs: 25_000 });
    await using _ = served;
    const first = await client.signIn(user);
    t.mock.timers.tick(4_999);
    assert.equal((await client.perform('me', { as: first })).headers['set-cookie'], undefined);
    t.mock.timers.tick(2);
    let { held } = await client.perform('me', { as: first });
    assert.notEqual(held.cookies[NAME], first.cookies[NAME]);
    t.mock.timers.tick(5_001);
    assert.deepEqual([await client.whoAmI(first), await client.whoAmI(held)], [undefined, 'user-1']);
    for (let seen = 10_002; seen < 24_000; seen += 4_000) {
      held = (await client.perform('me', { as: held })).held;
      t.mock.timers.tick(4_000);
    }
    // 26,002 ms after the login, and 4 s after its last use
    assert.equal(await client.whoAmI(held), undefined);
  });

  it('takes a cookie under a retired key until that ends, and seals it anew with its next write', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 });
    const cookieKey = randomBytes(32).toString('base64url');
    const former = await start();
    const held = await former.client.signIn(user);
    await former.served[Symbol.asyncDispose]();
    const retired = [{ key: testSettings.cookieKey, until: Date.now() + 60_000 }];
    const { served, client } = await start({ cookieKey, retiredCookieKeys: JSON.stringify(retired) });
    await using _ = served;
    const { held: anew } = await client.perform('slow', { as: held, values: { ms: '0' } });
    t.mock.timers.tick(60_000);
    assert.deepEqual([await client.whoAmI(held), await client.whoAmI(anew)], [undefined, 'user-1']);
  });

  it('says that a session is too large for a cookie, where a browser would drop it and tell nobody', async () => {
    const loaded = (bytes: number) => ({
      ...sealedCookie,
      serve: (parts: never) => carrying(bytes)(sealedCookie, parts),
    });
    await using small = await serveScheme(loaded(2_500));
    const held = await visitor(small.origin, sealedCookie.protocol).signIn(user);
    assert.ok(NAME.length + (held.cookies[NAME] ?? '').length <= 4_096);
    await using large = await serveScheme(loaded(3_000));
    const { status, body } = await visitor(large.origin, sealedCookie.protocol).perform('login', { values: user });
    assert.deepEqual([status, body?.error], [500, 'session_too_large']);
  });
});
