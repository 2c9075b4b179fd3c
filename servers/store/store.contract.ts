import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Store } from './store.ts';

const LONG_MS = 60_000;
const SHORT_MS = 60;

/** What every store must do. @param connect opens one more connection to the same data. */
export function storeContract(name: string, connect: () => Promise<Store>): void {
  describe(`${name} keeps what the schemes need`, () => {
    let one: Store;
    let two: Store;
    let key: string;

    before(async () => {
      [one, two] = await Promise.all([connect(), connect()]);
    });
    after(() => Promise.all([one.close(), two.close()]));
    const fresh = () => {
      key = `contract:${randomUUID()}`;
      return key;
    };

    it('knows nothing of a key that nobody wrote', async () => {
      assert.equal(await one.get(fresh()), undefined);
      assert.deepEqual(await one.members(fresh()), []);
      assert.equal(await one.delete(fresh()), 0);
      assert.equal(await one.delete(), 0);
    });

    it('creates a key once, and the first value stays', async () => {
      assert.equal(await one.create(fresh(), 'first', LONG_MS), true);
      assert.equal(await two.create(key, 'second', LONG_MS), false);
      assert.equal(await two.get(key), 'first');
    });

    it('lets exactly one of 50 concurrent creates over two connections win, 20 times', async () => {
      for (let round = 0; round < 20; round++) {
        fresh();
        const callers = Array.from({ length: 50 }, (_, n) => (n % 2 ? one : two).create(key, `${n}`, LONG_MS));
        const wins = (await Promise.all(callers)).flatMap((won, n) => (won ? [`${n}`] : []));
        assert.equal(wins.length, 1);
        assert.equal(await one.get(key), wins[0]);
      }
    });

    it('marks once, however many do so at once', async () => {
      fresh();
      const callers = Array.from({ length: 50 }, (_, n) => (n % 2 ? one : two).mark(key, `${n}`, LONG_MS));
      const wins = (await Promise.all(callers)).flatMap((won, n) => (won ? [`${n}`] : []));
      assert.deepEqual([wins.length, await one.get(key)], [1, wins[0]]);
    });

    it('updates a key that is there, and never brings back one that is gone', async () => {
      assert.equal(await one.update(fresh(), 'ghost', LONG_MS), false);
      assert.equal(await one.get(key), undefined);
      await one.create(key, 'first', LONG_MS);
      assert.equal(await two.update(key, 'second', LONG_MS), true);
      assert.equal(await one.get(key), 'second');
      assert.equal(await one.delete(key), 1);
      assert.equal(await two.update(key, 'third', LONG_MS), false);
      assert.equal(await two.get(key), undefined);
    });

    it('swaps a key that is there, tells each caller what it wrote over, and never brings back one that is gone', async () => {
      assert.equal(await one.swap(fresh(), 'ghost', LONG_MS), undefined);
      assert.equal(await one.get(key), undefined);
      await one.create(key, 'first', LONG_MS);
      const values = Array.from({ length: 50 }, (_, n) => `${n}`);
      const before = await Promise.all(values.map((value, n) => (n % 2 ? one : two).swap(key, value, LONG_MS)));
      // each but the last is written over by exactly one other
      assert.deepEqual([...before, await one.get(key)].sort(), ['first', ...values].sort());
      await one.delete(key);
      assert.equal(await two.swap(key, 'late', LONG_MS), undefined);
    });

    it('counts the keys that it deleted, sets among them', async () => {
      await one.create(fresh(), 'value', LONG_MS);
      const set = `${key}:set`;
      await one.addMember(set, 'member', LONG_MS);
      assert.equal(await two.delete(key, set, `${key}:missing`), 2);
      assert.deepEqual(await one.members(set), []);
    });

    it('lets go of a key, a set and a mark when their time is over', async () => {
      await one.create(fresh(), 'value', SHORT_MS);
      await one.addMember(`${key}:set`, 'member', SHORT_MS);
      await delay(SHORT_MS + 20);
      assert.equal(await one.get(key), undefined);
      assert.equal(await one.update(key, 'late', LONG_MS), false);
      assert.deepEqual(await one.members(`${key}:set`), []);
      assert.equal(await one.create(key, 'again', LONG_MS), true);
    });

    it('gives a key a new end when it updates it', async () => {
      // the first end may have come before the update where the machine is slow
      const updated = async () => (await one.create(fresh(), 'value', SHORT_MS)) && one.update(key, 'value', LONG_MS);
      for (let left = 100; !(await updated()); left -= 1) assert.ok(left > 0, 'no update found its key');
      await delay(SHORT_MS + 20);
      assert.equal(await one.get(key), 'value');
    });

    it('keeps each member of a set once, and moves the end of the set with each', async () => {
      await one.addMember(fresh(), 'a', SHORT_MS);
      await two.addMember(key, 'b', LONG_MS);
      await two.addMember(key, 'a', LONG_MS);
      await delay(SHORT_MS + 20);
      assert.deepEqual((await one.members(key)).sort(), ['a', 'b']);
      await one.removeMember(key, 'a');
      await one.removeMember(key, 'never there');
      assert.deepEqual(await two.members(key), ['b']);
    });

    it('loses no member of 50 that are added at once', async () => {
      const names = Array.from({ length: 50 }, (_, n) => `member-${n}`);
      fresh();
      await Promise.all(names.map((member, n) => (n % 2 ? one : two).addMember(key, member, LONG_MS)));
      assert.deepEqual((await one.members(key)).sort(), names.sort());
    });

    it('lists a key with its creation, also one that was there, and moves the end of the list', async () => {
      const set = () => `${key}:set`;
      const second = async () => {
        const listed = { set: `${fresh()}:set`, member: 'a', ttlMs: LONG_MS };
        assert.equal(await one.create(key, 'first', LONG_MS, listed), true);
        assert.equal(await two.create(key, 'second', LONG_MS, { ...listed, member: 'b', ttlMs: SHORT_MS }), false);
        return two.members(set());
      };
      let members = await second();
      // its end may have come before it was read where the machine is slow
      for (let left = 100; members.length === 0 && left > 0; left -= 1) members = await second();
      assert.deepEqual(members.sort(), ['a', 'b']);
      assert.equal(await two.get(key), 'first');
      await delay(SHORT_MS + 20);
      assert.deepEqual(await one.members(set()), []);
      assert.equal(await one.get(key), 'first');
    });

    it('shows no member whose key is not there yet, 50 times at once', async () => {
      fresh();
      const names = Array.from({ length: 50 }, (_, n) => `${key}:${n}`);
      const watch = async () => {
        for (let seen: string[] = []; seen.length < names.length; ) {
          seen = await two.members(key);
          assert.deepEqual(await two.missing(...seen), []);
        }
      };
      const create = (name: string) => one.create(name, '', LONG_MS, { set: key, member: name, ttlMs: LONG_MS });
      const [created] = await Promise.all([Promise.all(names.map(create)), watch()]);
      assert.ok(created.every(Boolean));
    });

    it('tells which keys are not there, sets among them', async () => {
      await one.create(fresh(), 'value', LONG_MS);
      await one.addMember(`${key}:set`, 'member', LONG_MS);
      assert.deepEqual(await two.missing(key, `${key}:set`), []);
      assert.deepEqual(await two.missing(`${key}:no`, key, `${key}:nor`), [`${key}:no`, `${key}:nor`]);
      assert.deepEqual(await two.missing(), []);
    });

    it('takes several members out at once, and keeps no empty set', async () => {
      for (const member of ['a', 'b', 'c']) await one.addMember(member === 'a' ? fresh() : key, member, LONG_MS);
      await two.removeMember(key, 'a', 'c', 'never there');
      assert.deepEqual(await one.members(key), ['b']);
      await two.removeMember(key);
      await two.removeMember(key, 'b');
      assert.equal(await one.delete(key), 0);
    });

    it('returns any text as it was', async () => {
      const text = '"quotes"\r\n\0 $5 snowman ☃ 𝄞';
      await one.create(fresh(), text, LONG_MS);
      assert.equal(await two.get(key), text);
    });

    it('answers a ping', () => one.ping());
  });
}
