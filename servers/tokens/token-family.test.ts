import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { memoryStore } from '../store/memory.ts';
import { type Store, StoreUnavailable } from '../store/store.ts';
import { account, describeTokenFamilies, familiesOf, interrupted, refused } from './token-families.fixture.ts';
import { tokenFamilies } from './token-family.ts';

const families = familiesOf(tokenFamilies);

describeTokenFamilies('token family', tokenFamilies, 3);

describe('the record of a token family', () => {
  it('is all that is kept beside one mark, however often it is renewed', async () => {
    const store = memoryStore();
    const kept = new Map<string, number>();
    const watched: Store = {
      ...store,
      create(key, value, ...rest) {
        kept.set(key, value.length);
        return store.create(key, value, ...rest);
      },
      mark(key, value, ttlMs) {
        kept.set(key, value.length);
        return store.mark(key, value, ttlMs);
      },
      swap(key, value, ttlMs) {
        kept.set(key, value.length);
        return store.swap(key, value, ttlMs);
      },
      delete(...keys) {
        for (const key of keys) kept.delete(key);
        return store.delete(...keys);
      },
    };
    const family = families({}, watched);
    let { token } = await family.begin(account);
    const sizes: number[] = [];
    for (let renewal = 0; renewal < 96; renewal += 1) {
      token = (await family.redeem(token)).refresh.token;
      assert.equal(kept.size, 2);
      sizes.push([...kept.values()].reduce((sum, size) => sum + size, 0));
    }
    // two digits instead of one
    assert.equal((sizes.at(-1) ?? 0) - (sizes[0] ?? 0), 1);
    await family.end(token);
    assert.equal(kept.size, 0);
  });

  it('knows a copy however many renewals old it is, with its mark long gone', async () => {
    const family = families({ graceMs: 60_000 });
    const { token: first } = await family.begin(account);
    let token = first;
    for (let renewal = 0; renewal < 100; renewal += 1) token = (await family.redeem(token)).refresh.token;
    await assert.rejects(family.redeem(first), refused('refresh_reuse'));
    await assert.rejects(family.redeem(token), refused('invalid_grant'));
  });

  it('knows a copy of a spent token whose mark the store has lost', async () => {
    const store = memoryStore();
    const family = families({}, store);
    const { token } = await family.begin(account);
    const { refresh } = await family.redeem(token);
    assert.equal(await store.delete(`spent:${token.split('.')[0]}:0`), 1);
    await assert.rejects(family.redeem(token), refused('refresh_reuse'));
    await assert.rejects(family.redeem(refresh.token), refused('invalid_grant'));
  });

  it('takes the family with it where the store has lost it', async () => {
    const store = memoryStore();
    const family = families({}, store);
    const { token } = await family.begin(account);
    const { refresh } = await family.redeem(token);
    assert.equal(await store.delete(`family:${token.split('.')[0]}`), 1);
    await assert.rejects(family.redeem(token), refused('invalid_grant'));
    await assert.rejects(family.redeem(refresh.token), refused('invalid_grant'));
  });

  it('has another successor each time that it goes on from the same state', async () => {
    const store = memoryStore();
    const family = families({}, store);
    const { token } = await family.begin(account);
    const [id] = token.split('.');
    const before = (await store.get(`family:${id}`)) ?? '';
    const successors = new Set<string>();
    for (let time = 0; time < 4; time += 1) {
      successors.add((await family.redeem(token)).refresh.token);
      await store.update(`family:${id}`, before, 60_000);
      await store.delete(`spent:${id}:0`);
    }
    assert.equal(successors.size, 4);
  });

  it('hands out nothing when it was ended while a token was redeemed', async () => {
    for (const [name, key] of [
      ['get', 'family:'],
      ['mark', 'spent:'],
    ] as const) {
      const store = memoryStore();
      const sound = families({}, store);
      const { token } = await sound.begin(account);
      const late = families(
        {},
        interrupted(store, name, key, () => sound.endAll(account.id)),
      );
      await assert.rejects(late.redeem(token), refused('invalid_grant'));
      assert.equal(await store.get(`family:${token.split('.')[0]}`), undefined);
    }
  });

  for (const graceMs of [0, 60_000])
    it(`ends with a server that stood still while others went on, with ${graceMs} ms of grace`, async () => {
      const store = memoryStore();
      const sound = families({ graceMs }, store);
      const { token } = await sound.begin(account);
      let newest = token;
      const goOn = async () => {
        for (let renewal = 0; renewal < 2; renewal += 1) newest = (await sound.redeem(newest)).refresh.token;
      };
      const late = families({ graceMs }, interrupted(store, 'get', 'family:', goOn));
      await assert.rejects(late.redeem(token), refused('refresh_reuse'));
      await assert.rejects(sound.redeem(newest), refused('invalid_grant'));
    });

  for (const [name, key, between] of [
    ['mark', 'spent:', 'mark and successor'],
    ['swap', 'family:', 'successor and answer'],
  ] as const) {
    const dies = (store: Store) => interrupted(store, name, key, () => Promise.reject(new StoreUnavailable('silent')));

    it(`completes what a crash between ${between} left, within the grace window`, async () => {
      const store = memoryStore();
      const sound = families({ graceMs: 60_000 }, store);
      const { token } = await sound.begin(account);
      await assert.rejects(families({ graceMs: 60_000 }, dies(store)).redeem(token), StoreUnavailable);
      const { refresh } = await sound.redeem(token);
      await sound.redeem(refresh.token);
    });

    it(`asks for a new login after a crash between ${between} where there is no grace window`, async () => {
      const store = memoryStore();
      const { token } = await families({}, store).begin(account);
      await assert.rejects(families({}, dies(store)).redeem(token), StoreUnavailable);
      await assert.rejects(families({}, store).redeem(token), refused('refresh_reuse'));
    });
  }
});
