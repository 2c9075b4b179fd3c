import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { memoryStore } from '../store/memory.ts';
import { type Store, StoreUnavailable } from '../store/store.ts';
import { markedFamilies } from './marked-families.ts';
import { account, describeTokenFamilies, familiesOf, interrupted, refused } from './token-families.fixture.ts';

const families = familiesOf(markedFamilies);

describeTokenFamilies('token family with marks', markedFamilies, 4);

describe('marks of spent tokens', () => {
  it('refuses a copy of a spent token whose mark the store has lost, and its owner goes on', async () => {
    const store = memoryStore();
    const marks: string[] = [];
    const watched: Store = {
      ...store,
      create(key, ...rest) {
        if (key.startsWith('spent:')) marks.push(key);
        return store.create(key, ...rest);
      },
    };
    const family = families({}, watched);
    const { token } = await family.begin(account);
    const { refresh } = await family.redeem(token);
    assert.equal(await store.delete(...marks), 1);
    await assert.rejects(family.redeem(token), refused('invalid_grant'));
    await family.redeem(refresh.token);
  });

  it('hands out nothing when it was ended while a token was redeemed', async () => {
    for (const step of ['spent:', 'refresh:'] as const) {
      const store = memoryStore();
      const sound = families({}, store);
      const { token } = await sound.begin(account);
      const late = families(
        {},
        interrupted(store, 'create', step, () => sound.endAll(account.id)),
      );
      await assert.rejects(late.redeem(token), refused('invalid_grant'));
    }
  });

  it('completes what a crash between mark and successor left, within the grace window', async () => {
    const store = memoryStore();
    const dies = interrupted(store, 'create', 'spent:', () => Promise.reject(new StoreUnavailable('silent')));
    const sound = families({ graceMs: 60_000 }, store);
    const { token } = await sound.begin(account);
    await assert.rejects(families({ graceMs: 60_000 }, dies).redeem(token), StoreUnavailable);
    const { refresh } = await sound.redeem(token);
    await sound.redeem(refresh.token);
  });

  it('asks for a new login after such a crash where there is no grace window', async () => {
    const store = memoryStore();
    const dies = interrupted(store, 'create', 'spent:', () => Promise.reject(new StoreUnavailable('silent')));
    const { token } = await families({}, store).begin(account);
    await assert.rejects(families({}, dies).redeem(token), StoreUnavailable);
    await assert.rejects(families({}, store).redeem(token), refused('refresh_reuse'));
  });
});
