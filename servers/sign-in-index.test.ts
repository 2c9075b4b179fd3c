import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { discover } from './discover.ts';
import type { Scheme } from './scheme.ts';
import { passwordIn, serveScheme, testSettings } from './served-scheme.fixture.ts';
import { memoryStore } from './store/memory.ts';
import { type Held, type Visitor, visitor } from './visitor.fixture.ts';

const schemes = await discover<Scheme>(new URL('./schemes/', import.meta.url));
const user = { username: 'user-1', password: passwordIn('user-1') };
const admin = { username: 'admin', password: passwordIn('admin') };
const settings = { ...testSettings, idleMs: 60_000, absoluteMs: 150_000, accessMs: 60_000, toleranceMs: 0 };
/** A minute longer than a token: for as long a verifier whose clock is behind may accept it. */
const silenceMs = 125_000;
const many = 20;

interface Scene {
  readonly client: Visitor;
  readonly all: readonly Held[];
  pass(ms: number): void;
}

/** Everything that ends a sign-in, and what clients then hold. */
const ends: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  'logout of each': ({ client, all }) => Promise.all(all.map((as) => client.perform('logout', { as }))),
  'logout of all at once': ({ client, all: [as = nobody] }) => client.perform('logoutAll', { as }),
  'a change of password': ({ client, all: [as = nobody] }) =>
    client.perform('password', { as, values: { password: user.password, next: user.password } }),
  'a change of role': async ({ client }) =>
    client.perform('setRole', { as: await client.signIn(admin), values: { id: 'user-1', role: 'user' } }),
  silence: async ({ pass }) => pass(silenceMs),
  'their age, in use all the time': async ({ client, all, pass }) => {
    let held = all;
    for (let turn = 0; turn < 4; turn += 1) {
      pass(40_000);
      held = await Promise.all(held.map((as) => used(client, as)));
    }
    pass(silenceMs - 40_000);
  },
};
const nobody: Held = { cookies: {}, tokens: {} };

describe('the index of sign-ins', () => {
  for (const scheme of schemes.values()) {
    if (scheme.traits.store === 'never' || scheme.traits.endsAllBy === 'date') continue;
    const renews = scheme.protocol.steps.refresh !== undefined;
    for (const [way, end] of Object.entries(ends)) {
      it(`${scheme.id}: names one that lives, and of ${many} none that ended by ${way}`, async (t) => {
        t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
        const { store, lengths } = watched();
        await using served = await serveScheme(scheme, { store, settings });
        const client = visitor(served.origin, scheme.protocol);
        const all = await Promise.all(Array.from({ length: many }, () => client.signIn(user)));
        assert.deepEqual(await lengths(), [many]);
        await end({ client, all, pass: (ms) => t.mock.timers.tick(ms) });
        t.mock.timers.tick(settings.lagMs);
        const living = [...all, await client.signIn(user)];
        const answers = await Promise.all(living.map((as) => client.perform(renews ? 'refresh' : 'me', { as })));
        const alive = answers.filter(({ status }) => status === 200).length;
        // The password is changed by one who goes on under a new credential.
        const spared = way === 'a change of password' ? 1 : 0;
        assert.deepEqual(await lengths(), [alive + spared]);
        assert.ok(alive === 1 || (way === 'a change of role' && renews), `${alive}`);
      });
    }

    it(`${scheme.id}: is gone after its user, who does not come back`, async (t) => {
      t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
      const { store, sets } = watched();
      await using served = await serveScheme(scheme, { store, settings });
      await visitor(served.origin, scheme.protocol).signIn(user);
      assert.deepEqual(await store.missing(...sets), []);
      t.mock.timers.tick(settings.absoluteMs);
      assert.ok(sets.size > 0);
      assert.deepEqual(await store.missing(...sets), [...sets]);
    });
  }
});

/** Keeps a sign-in in use. */
async function used(client: Visitor, as: Held): Promise<Held> {
  return client.perform('refresh', { as }).then(
    ({ held }) => held,
    async () => (await client.perform('me', { as })).held,
  );
}

function watched() {
  const store = memoryStore();
  const sets = new Set<string>();
  const note = (set: string) => sets.add(set);
  return {
    sets,
    store: {
      ...store,
      create(...entry: Parameters<typeof store.create>) {
        if (entry[3]) note(entry[3].set);
        return store.create(...entry);
      },
      addMember(...entry: Parameters<typeof store.addMember>) {
        note(entry[0]);
        return store.addMember(...entry);
      },
    },
    /** How many each list of the account names: one figure, however many lists there are. */
    async lengths() {
      const lists = [...sets].filter((set) => set.includes('user-1')).map((set) => store.members(set));
      return [...new Set((await Promise.all(lists)).map(({ length }) => length))];
    },
  };
}
