import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { Context } from 'koa';
import { HttpError } from '../http/errors.ts';
import jwt from '../schemes/jwt.ts';
import { passwordIn, serveScheme, testSettings } from '../served-scheme.fixture.ts';
import { memoryStore } from '../store/memory.ts';
import { visitor } from '../visitor.fixture.ts';
import { loginLimit } from './login-limit.ts';

/** A request from an address, and with what it says of where it came from. */
function from(remoteAddress: string, forwarded = ''): Context {
  return { get: () => forwarded, req: { socket: { remoteAddress } } } as unknown as Context;
}

const ctx = from('192.0.2.1');
const settings = { ...testSettings, loginFailures: 3, loginWindowMs: 3_600_000 };

describe('the login limit', () => {
  // a clock that stands still: no window ends while a test counts in it
  beforeEach(() => mock.timers.enable({ apis: ['Date'], now: 0 }));
  afterEach(() => mock.timers.reset());

  it('lets exactly as many of any number of parallel guesses reach the password', async () => {
    const limit = loginLimit({ settings, store: memoryStore() });
    const entered = await Promise.allSettled(Array.from({ length: 50 }, () => limit.enter(ctx, 'user-1')));
    assert.equal(entered.filter(({ status }) => status === 'fulfilled').length, 3);
    const refusals = entered.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    for (const error of refusals) {
      assert.ok(error instanceof HttpError);
      assert.deepEqual([error.status, error.code], [429, 'too_many_attempts']);
      assert.match(error.headers['Retry-After'] ?? '', /^\d+$/);
    }
  });

  it('counts each account for itself, and one name in all its spellings', async () => {
    const limit = loginLimit({ settings, store: memoryStore() });
    for (const name of ['user-1', 'user-1', '\uff55ser-1']) await limit.enter(ctx, name);
    await assert.rejects(limit.enter(ctx, 'user-1'), { code: 'too_many_attempts' });
    await limit.enter(ctx, 'user-2');
  });

  it('does not count a login that succeeded', async () => {
    const limit = loginLimit({ settings, store: memoryStore() });
    for (let login = 0; login < 10; login += 1) await (await limit.enter(ctx, 'user-1'))();
  });

  it('counts a source over all accounts, and lets exactly as many of its parallel guesses through', async () => {
    const limit = loginLimit({ settings: { ...settings, loginFailuresPerSource: 20 }, store: memoryStore() });
    const spray = Array.from({ length: 50 }, (_, n) => limit.enter(ctx, `user-${n}`));
    const entered = await Promise.allSettled(spray);
    assert.equal(entered.filter(({ status }) => status === 'fulfilled').length, 20);
    await assert.rejects(limit.enter(ctx, 'nobody'), { code: 'too_many_attempts' });
    await limit.enter(from('192.0.2.2'), 'user-1');
  });

  it('takes the address from the outermost proxy of ours, and from no client', async () => {
    const one = { ...settings, loginFailuresPerSource: 1 };
    const direct = loginLimit({ settings: one, store: memoryStore() });
    await direct.enter(from('192.0.2.1', '203.0.113.1'), 'user-1');
    await assert.rejects(direct.enter(from('192.0.2.1', '203.0.113.2'), 'user-2'), { code: 'too_many_attempts' });
    const behind = loginLimit({ settings: { ...one, proxies: 1 }, store: memoryStore() });
    await behind.enter(from('10.0.0.1', '198.51.100.7, 203.0.113.1'), 'user-1');
    await assert.rejects(behind.enter(from('10.0.0.1', '198.51.100.8, 203.0.113.1'), 'user-2'));
    await behind.enter(from('10.0.0.1', '203.0.113.2'), 'user-3');
    await behind.enter(from('10.0.0.1'), 'user-4');
  });

  it('counts an IPv6 network as one source', async () => {
    const limit = loginLimit({ settings: { ...settings, loginFailuresPerSource: 1 }, store: memoryStore() });
    await limit.enter(from('2001:db8:0:7::1'), 'user-1');
    await assert.rejects(limit.enter(from('2001:db8:0:7:ffff::2'), 'user-2'), { code: 'too_many_attempts' });
    await limit.enter(from('2001:db8:0:8::1'), 'user-3');
  });

  it('does not count logins of a source that succeeded', async () => {
    const limit = loginLimit({ settings: { ...settings, loginFailuresPerSource: 2 }, store: memoryStore() });
    for (let login = 0; login < 10; login += 1) await (await limit.enter(ctx, `user-${login}`))();
  });

  it('counts guesses at the password where it is changed as well', async () => {
    await using served = await serveScheme(jwt, { settings });
    const client = visitor(served.origin, jwt.protocol);
    const as = await client.signIn({ username: 'user-1', password: passwordIn('user-1') });
    const change = async (password: string) =>
      (await client.perform('password', { as, values: { password, next: 'a new password of mine' } })).status;
    const guesses = [await change('1'), await change('2'), await change('3'), await change(passwordIn('user-1'))];
    assert.deepEqual(guesses, [403, 403, 403, 429]);
  });

  it('frees the account when the window ends', async () => {
    const limit = loginLimit({ settings, store: memoryStore() });
    for (let guess = 0; guess < 3; guess += 1) await limit.enter(ctx, 'user-1');
    mock.timers.setTime(3_599_999);
    await assert.rejects(limit.enter(ctx, 'user-1'), { headers: { 'Retry-After': '1' } });
    mock.timers.setTime(3_600_000);
    await limit.enter(ctx, 'user-1');
  });

  it('takes no place back before the window ends, however late in it that was taken', async () => {
    mock.timers.setTime(3_599_999);
    const store = memoryStore();
    const lives: number[] = [];
    const ahead: typeof store = {
      ...store,
      create(key, value, ttlMs) {
        lives.push(ttlMs);
        return store.create(key, value, ttlMs);
      },
    };
    await loginLimit({ settings, store: ahead }).enter(ctx, 'user-1');
    assert.deepEqual(lives, [3_600_000]);
  });

  it('answers 429 to the right password too, and leaves a sign-in alone', async () => {
    await using served = await serveScheme(jwt, { settings });
    const login = async (password: string) => {
      const body = JSON.stringify({ username: 'user-1', password });
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${served.origin}/login`, { method: 'POST', headers, body });
      return { status: answer.status, body: (await answer.json()) as { access_token?: string } };
    };
    const { access_token } = (await login(passwordIn('user-1'))).body;
    const guesses = [await login('1'), await login('2'), await login('3'), await login(passwordIn('user-1'))];
    assert.deepEqual(
      guesses.map(({ status }) => status),
      [401, 401, 401, 429],
    );
    const me = await fetch(`${served.origin}/me`, { headers: { authorization: `Bearer ${access_token}` } });
    assert.equal(me.status, 200);
  });

  it('can be switched off', async () => {
    const limit = loginLimit({ settings: { ...settings, loginFailures: 0 }, store: memoryStore() });
    for (let guess = 0; guess < 200; guess += 1) await limit.enter(ctx, 'user-1');
  });
});
