import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { StoreUnavailable } from '../store/store.ts';
import { answerCache } from './answer-cache.ts';
import { askServer } from './ask-server.ts';
import { openAuthorizationServer } from './authorization-server.ts';
import type { Introspection } from './introspection.ts';

const active = {
  active: true,
  sub: 'user-1',
  role: 'user',
  token_type: 'Bearer',
  exp: 1_800_000_060,
  iss: 'i',
  aud: 'a',
} as const;

describe('an introspection endpoint (RFC 7662)', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };

  it('answers its one client, to be kept by nobody, and says nothing of a token that is not good', async () => {
    const server = await openAuthorizationServer(async (token) => (token === 'good' ? active : { active: false }));
    try {
      const ask = (token: string) =>
        fetch(server.url, {
          method: 'POST',
          body: `token=${token}`,
          headers: { ...form, authorization: server.authorization },
        });
      const good = await ask('good');
      assert.deepEqual(await good.json(), active);
      assert.equal(good.headers.get('cache-control'), 'no-store');
      assert.deepEqual(await (await ask('bad')).json(), { active: false });
    } finally {
      await server.close();
    }
  });

  it('answers nobody else, and nothing else', async () => {
    const server = await openAuthorizationServer(async () => assert.fail('it was asked'));
    try {
      const ask = async (path: string, init: RequestInit) => (await fetch(new URL(path, server.url), init)).status;
      const { authorization } = server;
      const body = 'token=good';
      assert.equal(await ask('/introspect', { method: 'POST', body, headers: form }), 401);
      assert.equal(
        await ask('/introspect', { method: 'POST', body, headers: { ...form, authorization: 'Basic eDp5' } }),
        401,
      );
      assert.equal(await ask('/introspect?token=good', { headers: { authorization } }), 404);
      assert.equal(await ask('/', { method: 'POST', body, headers: { ...form, authorization } }), 404);
      assert.equal(await ask('/introspect', { method: 'POST', body: '', headers: { ...form, authorization } }), 400);
    } finally {
      await server.close();
    }
  });

  it('that fails, is silent or answers otherwise lets nobody in', async () => {
    const answers: Record<string, () => Promise<unknown>> = {
      failing: () => Promise.reject(new Error('broken')),
      silent: () => new Promise(() => {}),
      strange: async () => ({ active: 'yes' }),
      nameless: async () => ({ ...active, sub: '' }),
    };
    const server = await openAuthorizationServer((token) => answers[token]?.() as Promise<Introspection>);
    const client = askServer(server, 200);
    try {
      for (const token of Object.keys(answers)) await assert.rejects(client.introspect(token), StoreUnavailable, token);
    } finally {
      client.close();
      await server.close();
    }
  });
});

describe('what an instance remembers of answers', () => {
  it('is good for the lag from the question on, by the whole token, and no longer than the token', (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 });
    const cache = answerCache(10_000);
    cache.note('token-a', active, Date.now() - 4_000);
    cache.note('last', { ...active, exp: 1_800_000_003 }, Date.now());
    assert.deepEqual([cache.get('token-a'), cache.get('token-b'), cache.get('token')], [active, undefined, undefined]);
    t.mock.timers.tick(2_999);
    assert.ok(cache.get('last'));
    t.mock.timers.tick(1);
    assert.equal(cache.get('last'), undefined);
    t.mock.timers.tick(2_999);
    assert.ok(cache.get('token-a'));
    t.mock.timers.tick(1);
    assert.equal(cache.get('token-a'), undefined);
  });

  it('is dropped by an answer that the token is not good, and of such nothing is kept', () => {
    const cache = answerCache(60_000);
    cache.note('token', { ...active, exp: Date.now() }, Date.now());
    cache.note('token', { active: false }, Date.now());
    assert.equal(cache.get('token'), undefined);
  });

  it('is bounded: the oldest answers go first', (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 });
    const cache = answerCache(60_000);
    for (let i = 0; i <= 10_000; i += 1) cache.note(`token-${i}`, active, Date.now());
    assert.deepEqual(
      [cache.get('token-0'), cache.get('token-1'), cache.get('token-10000')],
      [undefined, active, active],
    );
  });
});
