import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ConfigError } from '../http/errors.ts';
import { passwordIn, serveScheme, testSettings } from '../served-scheme.fixture.ts';
import { memoryStore } from '../store/memory.ts';
import type { Store } from '../store/store.ts';
import { type Held, noCredentials, visitor } from '../visitor.fixture.ts';
import session from './session.ts';

const user = { username: 'user-1', password: passwordIn('user-1') };
const admin = { username: 'admin', password: passwordIn('admin') };

async function start(settings: Partial<typeof testSettings> = {}, store: Store = memoryStore()) {
  const served = await serveScheme(session, { store, settings: { ...testSettings, ...settings } });
  return { served, client: visitor(served.origin, session.protocol) };
}

/** A store that keeps a list of what was asked of it, as `name argument`. */
function recorded(store: Store): { store: Store; commands: string[]; ttls: number[] } {
  const commands: string[] = [];
  const ttls: number[] = [];
  const listen: ProxyHandler<Store> = {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...args: unknown[]) => {
        commands.push(`${String(name)} ${args[0]}`);
        if ((name === 'create' || name === 'update') && typeof args[2] === 'number') ttls.push(args[2]);
        return method.apply(target, args);
      };
    },
  };
  return { store: new Proxy(store, listen), commands, ttls };
}

describe('session', () => {
  it('hands out 256 random bits in a __Host- cookie that scripts and other sites do not get', async () => {
    const { served, client } = await start();
    await using _ = served;
    const { headers } = await client.perform('login', { values: user });
    const [cookie = '', signature = ''] = [headers['set-cookie'] ?? []].flat();
    assert.match(cookie, /^__Host-Http-sid=[\w-]{43}; path=\/; expires=[^;]+; samesite=lax; secure; httponly$/);
    assert.match(signature, /^__Host-Http-sid\.sig=[\w-]{43}; path=\/; expires=[^;]+; samesite=lax; secure; httponly$/);
  });

  it('asks the store once per authenticated request, and never without a signed cookie', async () => {
    const { store, commands } = recorded(memoryStore());
    const { served, client } = await start({}, store);
    await using _ = served;
    const held = await client.signIn(user);
    commands.length = 0;
    assert.equal(await client.whoAmI(held), 'user-1');
    assert.deepEqual(
      commands.map((command) => command.split(' ')[0]),
      ['get'],
    );
    commands.length = 0;
    await client.perform('me');
    await client.perform('me', { as: { ...held, cookies: { ...held.cookies, '__Host-Http-sid.sig': 'forged' } } });
    assert.deepEqual(commands, []);
  });

  it('writes the session with its place in the index, and never the id itself', async () => {
    const { store, commands } = recorded(memoryStore());
    const { served, client } = await start({}, store);
    await using _ = served;
    const held = await client.signIn(user);
    assert.deepEqual(
      commands.map((command) => command.replace(/session:.*/, 'session:…')),
      ['create session:…', 'members user:user-1:sessions', 'missing session:…'],
    );
    assert.ok(!commands.join().includes(held.cookies['__Host-Http-sid']!));
  });

  it('changes the id at login, and ends the one that was there before', async () => {
    const { served, client } = await start();
    await using _ = served;
    const before = await client.signIn(user);
    const after = (await client.perform('login', { as: before, values: admin, headers: cookieOf(before) })).held;
    assert.notEqual(after.cookies['__Host-Http-sid'], before.cookies['__Host-Http-sid']);
    assert.equal(await client.whoAmI(before), undefined);
    assert.equal(await client.whoAmI(after), 'admin');
    assert.equal((await served.store.members('user:user-1:sessions')).length, 0);
  });

  it('ends a session at logout, also for a copy of it', async () => {
    const { served, client } = await start();
    await using _ = served;
    const held = await client.signIn(user);
    const { status, held: left } = await client.perform('logout', { as: held });
    assert.equal(status, 204);
    assert.deepEqual(left.cookies, {});
    assert.equal(await client.whoAmI(held), undefined);
    assert.deepEqual(await served.store.members('user:user-1:sessions'), []);
  });

  it('is not brought back by an answer that was late', async () => {
    const store = memoryStore();
    const overtaken: Store = {
      ...store,
      async update(...entry) {
        await client.perform('logout', { as: held });
        return store.update(...entry);
      },
    };
    const { served, client } = await start({}, overtaken);
    await using _ = served;
    const held = await client.signIn(user);
    const late = await client.perform('slow', { as: held, values: { ms: '0' } });
    assert.equal(late.headers['set-cookie'], undefined);
    assert.equal(await client.whoAmI(held), undefined);
  });

  it('keeps what a slow answer wrote while the session lives', async () => {
    const { store, commands } = recorded(memoryStore());
    const { served, client } = await start({}, store);
    await using _ = served;
    const held = await client.signIn(user);
    commands.length = 0;
    assert.equal((await client.perform('slow', { as: held, values: { ms: '1' } })).status, 200);
    assert.deepEqual(
      commands.map((command) => command.split(' ')[0]),
      ['get', 'update'],
    );
  });

  it('ends all sessions of one account at logout-all, and nobody else’s', async () => {
    const { served, client } = await start();
    await using _ = served;
    const [one, two, other] = [await client.signIn(user), await client.signIn(user), await client.signIn(admin)];
    assert.equal((await client.perform('logoutAll', { as: one })).status, 204);
    assert.deepEqual(await whoAre([one, two, other]), [undefined, undefined, 'admin']);

    function whoAre(all: Held[]) {
      return Promise.all(all.map((held) => client.whoAmI(held)));
    }
  });

  it('ends the other sessions at a change of password, and goes on under a new id', async () => {
    const { served, client } = await start();
    await using _ = served;
    const [mine, other] = [await client.signIn(user), await client.signIn(user)];
    const values = { password: user.password, next: 'a new password of mine' };
    const { status, held } = await client.perform('password', { as: mine, values });
    assert.equal(status, 200);
    assert.equal(await client.whoAmI(held), 'user-1');
    assert.equal(await client.whoAmI(mine), undefined);
    assert.equal(await client.whoAmI(other), undefined);
    assert.equal((await client.perform('login', { values: user })).status, 401);
    assert.equal((await client.perform('login', { values: { ...user, password: values.next } })).status, 200);
  });

  it('acts at once when an account is disabled or loses its role', async () => {
    const { served, client } = await start();
    await using _ = served;
    const [boss, held] = [await client.signIn(admin), await client.signIn(user)];
    assert.equal((await client.perform('setRole', { as: boss, values: { id: 'user-1', role: 'admin' } })).status, 204);
    assert.equal(await client.whoAmI(held), undefined);
    const promoted = await client.signIn(user);
    assert.equal((await client.perform('admin', { as: promoted })).status, 200);
    await client.perform('setRole', { as: boss, values: { id: 'user-1', role: 'user' } });
    assert.equal((await client.perform('admin', { as: promoted })).status, 401);
    const demoted = await client.signIn(user);
    assert.equal((await client.perform('disable', { as: boss, values: { id: 'user-1' } })).status, 204);
    assert.equal(await client.whoAmI(demoted), undefined);
    assert.equal((await client.perform('login', { values: user })).status, 401);
  });

  it('drops a login that a disabling overtook', async () => {
    const store = memoryStore();
    const overtaken: Store = {
      ...store,
      async create(key, ...rest) {
        await served.accounts.change('user-1', { disabled: true });
        return store.create(key, ...rest);
      },
    };
    const { served, client } = await start({}, overtaken);
    await using _ = served;
    const { status, held } = await client.perform('login', { values: user });
    assert.equal(status, 401);
    assert.deepEqual(held, noCredentials);
    assert.deepEqual(await store.members('user:user-1:sessions'), []);
  });

  it('ends after silence, and after its absolute time whatever happens', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
    const { served, client } = await start({ idleMs: 1_000, absoluteMs: 2_500 });
    await using _ = served;
    const silent = await client.signIn(user);
    t.mock.timers.tick(1_001);
    assert.equal(await client.whoAmI(silent), undefined);

    const busy = await client.signIn(user);
    for (let elapsed = 600; elapsed <= 2_400; elapsed += 600) {
      t.mock.timers.tick(600);
      assert.equal(await client.whoAmI(busy), 'user-1');
    }
    t.mock.timers.tick(101);
    assert.equal(await client.whoAmI(busy), undefined);
  });

  it('never gives the store a session that outlives its absolute end', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
    const { store, ttls } = recorded(memoryStore());
    const { served, client } = await start({ idleMs: 1_000, absoluteMs: 1_500 }, store);
    await using _ = served;
    const held = await client.signIn(user);
    t.mock.timers.tick(900);
    await client.whoAmI(held);
    assert.deepEqual(ttls, [1_000, 600]);
  });

  it('refuses a state change that no page of ours is known to have asked for', async () => {
    const { served, client } = await start();
    await using _ = served;
    const as = await client.signIn(user);
    const sibling = { origin: 'https://evil.example', 'sec-fetch-site': 'same-site' };
    const { status, body } = await client.perform('transfer', { as, headers: sibling });
    assert.equal(status, 403);
    assert.equal(body?.error, 'origin_unproven');
    assert.equal((await client.perform('login', { values: user, headers: sibling })).status, 403);
    assert.equal(await served.accounts.transfers('user-1'), 0);
  });

  it('does not start with a key that can be guessed', () => {
    const parts = { settings: { ...testSettings, cookieKey: 'secret' }, store: memoryStore() };
    assert.throws(
      () => session.serve(parts as never),
      (error) => error instanceof ConfigError && /COOKIE_KEY: has 4 bytes/.test(error.message),
    );
  });
});

function cookieOf({ cookies }: Held): Record<string, string> {
  const pairs = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
  return { cookie: pairs.join('; ') };
}
