import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openStore, type StoreHandle } from '../../bench/store/open-store.ts';
import type { Account, Accounts } from '../accounts/accounts.ts';
import { HttpError } from '../http/errors.ts';
import type { Parts } from '../scheme.ts';
import { testSettings } from '../served-scheme.fixture.ts';
import type { Settings } from '../settings.ts';
import { memoryStore } from '../store/memory.ts';
import { redisStore } from '../store/redis.ts';
import type { Store } from '../store/store.ts';
import type { TokenFamilies } from './token-families.ts';

export const account: Account = {
  id: 'user-1',
  username: 'user-1',
  role: 'user',
  disabled: false,
  passwordHash: '',
  version: 0,
};

export function refused(code: string) {
  return (error: unknown) => error instanceof HttpError && error.status === 401 && error.code === code;
}

/** Families over a store, of whichever kind. */
export function familiesOf(kind: (parts: Parts) => TokenFamilies) {
  return (settings: Partial<Settings> = {}, store: Store = memoryStore(), now: () => Account = () => account) => {
    const accounts = { byId: async () => now() } as Partial<Accounts> as Accounts;
    return kind({ settings: { ...testSettings, ...settings }, store, accounts });
  };
}

/** A store that does something between one command and the next. */
export function interrupted(
  store: Store,
  name: 'create' | 'get' | 'mark' | 'swap',
  key: string,
  happen: () => Promise<unknown>,
): Store {
  return {
    ...store,
    [name]: async (...args: Parameters<Store['create']>) => {
      const result = await store[name](...args);
      if (args[0].startsWith(key)) await happen();
      return result;
    },
  };
}

/**
 * What every way to keep refresh tokens has to do.
 * @param writes of one login and one renewal
 */
export function describeTokenFamilies(name: string, kind: (parts: Parts) => TokenFamilies, writes: number): void {
  const families = familiesOf(kind);

  describe(name, () => {
    it('hands out 256 random bits, and a successor that cannot be told from them', async () => {
      const family = families();
      const { token } = await family.begin(account);
      const { refresh } = await family.redeem(token);
      assert.match(token, /^[\w-]{22}\.[\w-]{43}$/);
      assert.match(refresh.token, /^[\w-]{22}\.[\w-]{43}$/);
      assert.notEqual(refresh.token, token);
    });

    it('never shows the store a token', async () => {
      const written: string[] = [];
      const store = memoryStore();
      const watched: Store = {
        ...store,
        create(...args) {
          written.push(JSON.stringify(args));
          return store.create(...args);
        },
        mark(...args) {
          written.push(JSON.stringify(args));
          return store.mark(...args);
        },
        swap(...args) {
          written.push(JSON.stringify(args));
          return store.swap(...args);
        },
      };
      const family = families({}, watched);
      const { token } = await family.begin(account);
      const { refresh } = await family.redeem(token);
      const secrets = [token, refresh.token].map((secret) => secret.split('.')[1] ?? '');
      assert.equal(written.length, writes);
      for (const secret of secrets) assert.ok(!written.join().includes(secret));
    });

    it('goes on from each successor, and ends with the first token used twice', async () => {
      const family = families();
      const first = (await family.begin(account)).token;
      const second = (await family.redeem(first)).refresh.token;
      const third = (await family.redeem(second)).refresh.token;
      await assert.rejects(family.redeem(first), refused('refresh_reuse'));
      await assert.rejects(family.redeem(third), refused('invalid_grant'));
    });

    it('ends alone: another family of the account lives on', async () => {
      const family = families();
      const [one, other] = [await family.begin(account), await family.begin(account)];
      await family.redeem(one.token);
      await assert.rejects(family.redeem(one.token), refused('refresh_reuse'));
      await family.redeem(other.token);
    });

    it('gives the same successor again within the grace window', async () => {
      const family = families({ graceMs: 60_000 });
      const { token } = await family.begin(account);
      const uses = await Promise.all(Array.from({ length: 50 }, () => family.redeem(token)));
      assert.equal(new Set(uses.map(({ refresh }) => refresh.token)).size, 1);
      await family.redeem(uses[0]?.refresh.token ?? '');
    });

    it('gives the parent nothing more once the successor was used, grace or not', async () => {
      const family = families({ graceMs: 60_000 });
      const { token } = await family.begin(account);
      const { refresh } = await family.redeem(token);
      const { refresh: third } = await family.redeem(refresh.token);
      await assert.rejects(family.redeem(token), refused('refresh_reuse'));
      await assert.rejects(family.redeem(third.token), refused('invalid_grant'));
    });

    it('takes a second use after the grace window for a theft', async (t) => {
      t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
      const family = families({ graceMs: 1_000 });
      const { token } = await family.begin(account);
      const { refresh } = await family.redeem(token);
      t.mock.timers.tick(1_000);
      await assert.rejects(family.redeem(token), refused('refresh_reuse'));
      await assert.rejects(family.redeem(refresh.token), refused('invalid_grant'));
    });

    it('ends at its absolute time, which rotation does not move', async (t) => {
      t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
      const family = families({ absoluteMs: 1_000 });
      let { token, ttlMs } = await family.begin(account);
      for (const left of [600, 200]) {
        t.mock.timers.tick(400);
        ({ token, ttlMs } = (await family.redeem(token)).refresh);
        assert.equal(ttlMs, left);
      }
      t.mock.timers.tick(200);
      await assert.rejects(family.redeem(token), refused('invalid_grant'));
    });

    it('ends when nobody used it for the idle time, and each use begins that anew', async (t) => {
      t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
      const family = families({ idleMs: 500, absoluteMs: 1_200 });
      let { token, ttlMs } = await family.begin(account);
      for (const left of [500, 400]) {
        assert.equal(ttlMs, 500);
        t.mock.timers.tick(400);
        ({ token, ttlMs } = (await family.redeem(token)).refresh);
        assert.equal(ttlMs, left);
      }
      t.mock.timers.tick(400);
      await assert.rejects(family.redeem(token), refused('invalid_grant'));
      const unused = await family.begin(account);
      t.mock.timers.tick(500);
      await assert.rejects(family.redeem(unused.token), refused('invalid_grant'));
    });

    it('still knows a copy of a spent token after the idle time, and ends the family', async (t) => {
      t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
      const family = families({ idleMs: 500 });
      const { token } = await family.begin(account);
      t.mock.timers.tick(400);
      const { refresh } = await family.redeem(token);
      t.mock.timers.tick(400);
      await assert.rejects(family.redeem(token), refused('refresh_reuse'));
      await assert.rejects(family.redeem(refresh.token), refused('invalid_grant'));
    });

    it('refuses what was never handed out, and ends nothing for it', async () => {
      const family = families();
      const { token } = await family.begin(account);
      const [id, secret = ''] = token.split('.');
      for (const forged of [
        '',
        '.',
        `${id}`,
        `${id}.${'A'.repeat(43)}`,
        `${'A'.repeat(22)}.${secret}`,
        `${token} `,
        `${token}\0`,
      ]) {
        await assert.rejects(family.redeem(forged), refused('invalid_grant'));
        assert.equal(await family.familyOf(forged), undefined);
      }
      await family.redeem(token);
    });

    it('reads role and state of the account again at each use', async () => {
      let current = account;
      const family = families({}, memoryStore(), () => current);
      const { token } = await family.begin(account);
      current = { ...account, role: 'admin' };
      const renewed = await family.redeem(token);
      assert.equal(renewed.account.role, 'admin');
      current = { ...account, disabled: true };
      await assert.rejects(family.redeem(renewed.refresh.token), refused('invalid_grant'));
      current = account;
      await assert.rejects(family.redeem(renewed.refresh.token), refused('invalid_grant'));
    });

    it('ends all families of an account but the spared one', async () => {
      const family = families();
      const [mine, other] = [await family.begin(account), await family.begin(account)];
      await family.endAll(account.id, await family.familyOf(mine.token));
      await family.redeem(mine.token);
      await assert.rejects(family.redeem(other.token), refused('invalid_grant'));
    });

    describe('over two connections to one store', () => {
      let server: StoreHandle;
      let stores: [Store, Store];
      /** What is asked here is what is answered, and not how soon. */
      const patienceMs = 30_000;
      before(async () => {
        server = await openStore('auto', { signal: new AbortController().signal, env: {} });
        stores = [await redisStore(server.url, patienceMs), await redisStore(server.url, patienceMs)];
      });
      after(async () => {
        await Promise.all(stores.map((store) => store.close()));
        await server[Symbol.asyncDispose]();
      });

      /** The different successors that 50 uses of one token at once hand out. */
      async function doubleSpend(graceMs: number): Promise<string[]> {
        const [one, two] = stores.map((store) => families({ graceMs }, store)) as [
          ReturnType<typeof families>,
          ReturnType<typeof families>,
        ];
        const { token } = await one.begin(account);
        const uses = Array.from({ length: 50 }, (_, n) => (n % 2 ? one : two).redeem(token));
        const settled = await Promise.allSettled(uses);
        return [...new Set(settled.flatMap((use) => (use.status === 'fulfilled' ? [use.value.refresh.token] : [])))];
      }

      it('gives 50 uses at once exactly one successor within the grace window, 20 times', async () => {
        for (let round = 0; round < 20; round++) assert.equal((await doubleSpend(60_000)).length, 1);
      });

      it('gives 50 uses at once one successor or none without it, and the family is over, 20 times', async () => {
        for (let round = 0; round < 20; round++) {
          const successors = await doubleSpend(0);
          assert.ok(successors.length <= 1);
          for (const token of successors)
            await assert.rejects(families({}, stores[0]).redeem(token), refused('invalid_grant'));
        }
      });
    });
  });
}
