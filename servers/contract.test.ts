import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ContractStage, contractRules } from './contract.ts';
import { discover } from './discover.ts';
import type { AuthServer, Scheme } from './scheme.ts';
import { passwordIn, serveScheme } from './served-scheme.fixture.ts';
import { contractStage, type Held, visitor } from './visitor.fixture.ts';

const schemes = await discover<Scheme>(new URL('./schemes/', import.meta.url));

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

  const broken: Record<string, Partial<AuthServer>> = {
    'login-names-its-user': { authenticate: async () => ({ id: 'admin', role: 'user' }) },
    'users-apart': { authenticate: async () => ({ id: 'user-1', role: 'user' }) },
    'no-credential': { authenticate: async () => ({ id: 'user-1', role: 'user' }) },
    'transfer-once': { authenticate: async () => ({ id: 'user-2', role: 'user' }) },
    'transfer-refused': { authenticate: async () => ({ id: 'user-1', role: 'user' }) },
    'admin-refuses-user': { authenticate: async () => ({ id: 'user-2', role: 'admin' }) },
  };
  for (const [id, fault] of Object.entries(broken)) {
    it(`${id} finds a server that breaks it`, async () => {
      const sound = schemes.get('jwt')!;
      const scheme: Scheme = { ...sound, serve: async (parts) => ({ ...(await sound.serve(parts)), ...fault }) };
      await using served = await serveScheme(scheme);
      const rule = contractRules.find((candidate) => candidate.id === id)!;
      assert.equal(typeof (await rule.check(stageOf(served, scheme))), 'string');
    });
  }
});

function stageOf(served: Awaited<ReturnType<typeof serveScheme>>, { protocol }: Scheme): ContractStage<Held> {
  const user = (username: string) => ({ id: username, username, password: passwordIn(username) });
  const hooks = { effects: (id: string) => served.accounts.transfers(id) };
  const users = { victim: user('user-1'), attacker: user('user-2'), hooks };
  return contractStage(visitor(served.origin, protocol), protocol, users);
}
