import assert from 'node:assert/strict';
import { createHook } from 'node:async_hooks';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import jwt from '../schemes/jwt.ts';
import { passwordIn, serveScheme, testSettings } from '../served-scheme.fixture.ts';
import { visitor } from '../visitor.fixture.ts';
import { hashingQueue } from './hashing-queue.ts';

/** A hash that ends when it is told to. */
function pending() {
  let end: (how: 'good' | 'bad') => void = () => {};
  const settled = new Promise<string>((resolve, reject) => {
    end = (how) => (how === 'good' ? resolve(how) : reject(new Error(how)));
  });
  return { hash: () => settled, end };
}

describe('the queue of passwords to hash', () => {
  it('hashes so many at once and the others in the order in which they came, whatever becomes of those before', async () => {
    const inTurn = hashingQueue({ passwordsAtOnce: 2 });
    const hashes = [pending(), pending(), pending(), pending()];
    const begun: number[] = [];
    const results = Promise.allSettled(
      hashes.map(({ hash }, i) =>
        inTurn(() => {
          begun.push(i);
          return hash();
        }),
      ),
    );
    await turn();
    assert.deepEqual(begun, [0, 1]);
    hashes[1]?.end('bad');
    await turn();
    assert.deepEqual(begun, [0, 1, 2]);
    for (const { end } of hashes) end('good');
    assert.deepEqual(
      (await results).map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
    );
    assert.deepEqual(begun, [0, 1, 2, 3]);
  });

  it('refuses whoever comes when a thousand wait', async () => {
    const inTurn = hashingQueue({ passwordsAtOnce: 1 });
    const one = pending();
    const asked = Array.from({ length: 1_002 }, () => inTurn(one.hash));
    const last = asked.at(-1);
    assert.ok(last);
    await assert.rejects(last, { status: 503, code: 'busy', headers: { 'Retry-After': '1' } });
    one.end('good');
    const settled = await Promise.allSettled(asked);
    assert.equal(settled.filter(({ status }) => status === 'fulfilled').length, 1_001);
  });

  it('stands in front of every hash of the application', async () => {
    const settings = { ...testSettings, passwordCost: 10, passwordsAtOnce: 1 };
    await using served = await serveScheme(jwt, { settings });
    const client = visitor(served.origin, jwt.protocol);
    const as = await client.signIn({ username: 'user-1', password: passwordIn('user-1') });
    using seen = hashesAtOnce();
    const login = (n: number) => ({ username: `nobody-${n}`, password: 'a password of nobody' });
    const change = { password: passwordIn('user-1'), next: 'a new password of mine' };
    await Promise.all([
      ...Array.from({ length: 8 }, (_, n) => client.perform('login', { values: login(n) })),
      ...Array.from({ length: 4 }, () => client.perform('password', { as, values: change })),
    ]);
    assert.equal(seen.most(), 1);
  });
});

/** Watches how many passwords of this process are hashed at the same time. */
function hashesAtOnce() {
  const running = new Set<number>();
  let most = 0;
  const hook = createHook({
    init(id, type) {
      if (type !== 'SCRYPTREQUEST') return;
      running.add(id);
      most = Math.max(most, running.size);
    },
    before: (id) => void running.delete(id),
  }).enable();
  return { most: () => most, [Symbol.dispose]: () => void hook.disable() };
}
