import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { memoryStore } from '../store/memory.ts';
import { type Store, StoreUnavailable } from '../store/store.ts';
import { account, describeTokenFamilies, familiesOf, interrupted, refused } from './token-families.fixture.ts';
import { tokenFamilies } from './token-family.ts';

const families = familiesOf(tokenFamilies);

describeTokenFamilies('token family', tokenFamilies);

describe('the record of a token family', () => {
  it('is all that is kept, however often it is renewed', async () => {
    const store = memoryStore();
    const kept = new Map<string, number>();
    const watched: Store = {
      ...store,
      create(key, value, ...rest) {
        kept.set(key, value.length);
        return store.create(key, value, ...rest);
      },
      swap(key, value, ttlMs) {
        kept.set(key, value.length);
        return store.swap(key, value, ttlMs);
      },
    };
    const family = families({}, watched);
    let { token } = await family.begin(account);
    const sizes: number[] = [];
    for (let renewal = 0; renewal < 96; renewal += 1) {
      token = (await family.redeem(token)).refresh.token;
      sizes.push([...kept.values()].reduce((sum, size) => sum + size, 0));
    }
    assert.equal(kept.size, 1);
    // two digits instead of one
    assert.equal((sizes.at(-1) ?? 0) - (sizes[0] ?? 0), 1);
  });

  it('knows a copy however many renewals old it is', async () => {
    const family = families();
    const { token: first } = await family.begin(account);
    let token = first;
    for (let renewal = 0; renewal < 100; renewal += 1) token = (await family.redeem(token)).refresh.token;
    await assert.rejects(family.redeem(first), refused('refresh_reuse'));
    await assert.rejects(family.redeem(token), refused('invalid_grant'));
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
      swap(...args) {
        written.push(JSON.stringify(args));
        return store.swap(...args);
      },
    };
    const family = families({}, watched);
    const { token } = await family.begin(account);
    const { refresh } = await family.redeem(token);
    const secrets = [token, refresh.token].map((secret) => secret.split('.')[1] ?? '');
    assert.equal(written.length, 2);
    for (const secret of secrets) assert.ok(!written.join().includes(secret));
  });

  it('that the store has lost takes the family with it', async () => {
    const store = memoryStore();
    const family = families({}, store);
    const { token } = await family.begin(account);
    const { refresh } = await family.redeem(token);
    assert.equal(await store.delete(`family:${token.split('.')[0]}`), 1);
    await assert.rejects(family.redeem(token), refused('invalid_grant'));
    await assert.rejects(family.redeem(refresh.token), refused('invalid_grant'));
  });

  it('is not brought back by a renewal that had looked before it was ended', async () => {
    const store = memoryStore();
    const sound = families({}, store);
    const { token } = await sound.begin(account);
    const late = families(
      {},
      interrupted(store, 'get', 'family:', () => sound.endAll(account.id)),
    );
    await assert.rejects(late.redeem(token), refused('invalid_grant'));
    assert.equal(await store.get(`family:${token.split('.')[0]}`), undefined);
  });

  for (const graceMs of [0, 60_000])
    it(`ends with a server that stood still between look and swap while others went on, with ${graceMs} ms of grace`, async () => {
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

  it('has the same successor for who hears no answer to a renewal, within the grace window', async () => {
    const store = memoryStore();
    const dies = interrupted(store, 'swap', 'family:', () => Promise.reject(new StoreUnavailable('silent')));
    const sound = families({ graceMs: 60_000 }, store);
    const { token } = await sound.begin(account);
    await assert.rejects(families({ graceMs: 60_000 }, dies).redeem(token), StoreUnavailable);
    const { refresh } = await sound.redeem(token);
    await sound.redeem(refresh.token);
  });

  it('asks for a new login after such a silence where there is no grace window', async () => {
    const store = memoryStore();
    const dies = interrupted(store, 'swap', 'family:', () => Promise.reject(new StoreUnavailable('silent')));
    const { token } = await families({}, store).begin(account);
    await assert.rejects(families({}, dies).redeem(token), StoreUnavailable);
    await assert.rejects(families({}, store).redeem(token), refused('refresh_reuse'));
  });
});
