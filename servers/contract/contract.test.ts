import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Middleware } from 'koa';
import { discover } from '../discover.ts';
import type { AuthServer, Scheme } from '../scheme.ts';
import { passwordIn, serveScheme } from '../served-scheme.fixture.ts';
import { contractStage, type Held, visitor } from '../visitor.fixture.ts';
import { contractRules } from './contract.ts';
import type { ContractStage } from './rule.ts';

const schemes = await discover<Scheme>(new URL('../schemes/', import.meta.url));

describe('the contract', () => {
  it('is asked of every scheme', () => {
    for (const id of ['session', 'jwt', 'jwt-refresh']) assert.ok(schemes.has(id), id);
  });

  for (const scheme of schemes.values()) {
    for (const rule of contractRules) {
      it(`${scheme.id}: ${rule.title}`, async () => {
        await using served = await serveScheme(scheme);
        assert.equal(await rule.check(stageOf(served, scheme)), undefined);
      });
    }
  }

  type Fault = (auth: AuthServer) => Partial<AuthServer>;
  const broken: Record<string, readonly [scheme: string, fault: Fault]> = {
    'login-names-its-user': ['jwt', () => ({ authenticate: async () => ({ id: 'admin', role: 'user' }) })],
    'users-apart': ['jwt', () => ({ authenticate: async () => ({ id: 'user-1', role: 'user' }) })],
    'transfer-once': ['jwt', () => ({ authenticate: async () => ({ id: 'user-2', role: 'user' }) })],
    'renewal-goes-on': [
      'jwt-refresh',
      () => ({ renew: async () => ({ access_token: 'not.a.token', token_type: 'Bearer', expires_in: 60 }) }),
    ],
    'change-keeps-own': ['session', ({ endAll }) => ({ endAll: (accountId) => endAll(accountId) })],
    'logout-spares-others': [
      'session',
      ({ authenticate, endAll }) => ({ signOut: async (ctx) => void endAll((await authenticate(ctx))?.id ?? '') }),
    ],
    'no-credential': ['jwt', () => ({ authenticate: async () => ({ id: 'user-1', role: 'user' }) })],
    'no-token': ['jwt', () => ({ challenge: 'bearer realm="authbench"' })],
    'transfer-refused': ['jwt', () => ({ authenticate: async () => ({ id: 'user-1', role: 'user' }) })],
    'admin-refuses-user': ['jwt', () => ({ authenticate: async () => ({ id: 'user-2', role: 'admin' }) })],
    'other-scheme': [
      'opaque-introspection',
      ({ authenticate }) => ({
        authenticate(ctx) {
          ctx.req.headers.authorization = ctx.get('authorization').replace(/^.*Bearer /, 'Bearer ');
          return authenticate(ctx);
        },
      }),
    ],
    'unknown-sign-in': ['session', () => ({ endOne: async () => true })],
    'ended-credential': [
      'jwt-refresh',
      ({ list }) => ({
        async list(ctx, accountId) {
          const all = (await list?.(ctx, accountId)) ?? [];
          return [all.find(({ current }) => current)!].map(({ name }) => ({ name, current: true }));
        },
      }),
    ],
    'key-set': ['jwt', () => ({ publicKeys: () => ({ keys: [null] }) })],
    'unknown-route': ['jwt', () => ({ front: withoutCode })],
    'wrong-method': ['jwt', () => ({ front: withoutCode })],
  };
  for (const [id, [name, fault]] of Object.entries(broken)) {
    it(`${id} finds a server that breaks it`, async () => {
      const sound = schemes.get(name)!;
      const serve: Scheme['serve'] = async (parts) => {
        const auth = await sound.serve(parts);
        return { ...auth, ...fault(auth) };
      };
      const scheme = { ...sound, serve };
      await using served = await serveScheme(scheme);
      const rule = contractRules.find((candidate) => candidate.id === id)!;
      assert.equal(typeof (await rule.check(stageOf(served, scheme))), 'string');
    });
  }
});

const withoutCode: Middleware = async (ctx, next) => {
  await next();
  if (ctx.status >= 400) ctx.body = { error: '', message: 'It is refused.' };
};

function stageOf(served: Awaited<ReturnType<typeof serveScheme>>, { protocol }: Scheme): ContractStage<Held> {
  const user = (username: string) => ({ id: username, username, password: passwordIn(username) });
  const hooks = { effects: (id: string) => served.accounts.transfers(id) };
  const users = { victim: user('user-1'), attacker: user('user-2'), hooks };
  return contractStage(visitor(served.origin, protocol), protocol, users);
}
