import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { discover } from './discover.ts';
import type { AuthServer, Scheme } from './scheme.ts';
import session from './schemes/session.ts';
import { passwordIn, type ServedScheme, serveScheme } from './served-scheme.fixture.ts';
import { type Held, type Visitor, visitor } from './visitor.fixture.ts';

const schemes = await discover<Scheme>(new URL('./schemes/', import.meta.url));
const user = { username: 'user-1', password: passwordIn('user-1') };
const next = 'what the slow request chose';
const other = 'what another device chose';

type Act = () => Promise<unknown>;

/** What ends a sign-in while a request of it is under way. */
const endings: Readonly<Record<string, (client: Visitor, held: Held) => Promise<Act>>> = {
  'a logout': async (client, held) => () => client.perform('logout', { as: held }),
  'a logout everywhere': async (client) => {
    const as = await client.signIn(user);
    return () => client.perform('logoutAll', { as });
  },
  'another change of it': async (client) => {
    const as = await client.signIn(user);
    return () => client.perform('password', { as, values: { password: user.password, next: other } });
  },
  'the order to disable the account': async (client) => {
    const as = await client.signIn({ username: 'admin', password: passwordIn('admin') });
    return () => client.perform('disable', { as, values: { id: 'user-1' } });
  },
};

/** A scheme in which somebody else acts once, right before an account takes its new password. */
function crossed(scheme: Scheme, meanwhile: { act?: Act | undefined }): Scheme {
  return {
    ...scheme,
    async serve(parts): Promise<AuthServer> {
      return {
        ...(await scheme.serve(parts)),
        accounts: {
          ...parts.accounts,
          async change(id, change, ifVersion) {
            const { act } = meanwhile;
            if (change.passwordHash && act) {
              meanwhile.act = undefined;
              await act();
            }
            return parts.accounts.change(id, change, ifVersion);
          },
        },
      };
    },
  };
}

async function outlives(client: Visitor, { protocol, traits }: Scheme, held: Held): Promise<boolean> {
  if (protocol.steps.refresh) return (await client.perform('refresh', { as: held })).status === 200;
  return traits.revocation !== 'at-expiry' && (await client.whoAmI(held)) !== undefined;
}

describe('a change of the password that is overtaken', () => {
  for (const scheme of schemes.values()) {
    for (const [ending, prepared] of Object.entries(endings)) {
      it(`by ${ending} begins no sign-in anew: ${scheme.id}`, async () => {
        const meanwhile: { act?: Act | undefined } = {};
        await using served = await serveScheme(crossed(scheme, meanwhile));
        const client = visitor(served.origin, scheme.protocol);
        const held = await client.signIn(user);
        meanwhile.act = await prepared(client, held);
        const late = await client.perform('password', { as: held, values: { password: user.password, next } });
        assert.equal(meanwhile.act, undefined, 'nobody else acted');
        assert.equal(await outlives(client, scheme, late.held), false);
      });
    }

    it(`by another one leaves that one in force: ${scheme.id}`, async () => {
      const meanwhile: { act?: Act | undefined } = {};
      await using served = await serveScheme(crossed(scheme, meanwhile));
      const client = visitor(served.origin, scheme.protocol);
      const held = await client.signIn(user);
      meanwhile.act = await endings['another change of it']?.(client, held);
      const late = await client.perform('password', { as: held, values: { password: user.password, next } });
      assert.equal(late.status, 401);
      assert.equal(await client.whoAmI(await client.signIn({ ...user, password: other })), 'user-1');
      await assert.rejects(client.signIn({ ...user, password: next }));
    });

    it(`by nobody goes on with its sign-in: ${scheme.id}`, async () => {
      await using served = await serveScheme(scheme);
      const client = visitor(served.origin, scheme.protocol);
      const held = await client.signIn(user);
      const reply = await client.perform('password', { as: held, values: { password: user.password, next } });
      assert.equal(reply.status, 200);
      assert.equal(await client.whoAmI(reply.held), 'user-1');
      if (scheme.protocol.steps.refresh)
        assert.equal((await client.perform('refresh', { as: reply.held })).status, 200);
    });
  }
});

describe('an act that asks for the password', () => {
  it('is not done where the account was disabled while the password was compared', async () => {
    const meanwhile: { act?: Act } = {};
    const slow: Scheme = {
      ...session,
      serve: async (parts) => ({
        ...(await session.serve(parts)),
        async hashing(hash) {
          const found = await hash();
          await meanwhile.act?.();
          return found;
        },
      }),
    };
    await using served: ServedScheme = await serveScheme(slow);
    const client = visitor(served.origin, session.protocol);
    const as = await client.signIn(user);
    meanwhile.act = () => served.accounts.change('user-1', { disabled: true });
    assert.equal((await client.perform('payout', { as, values: { password: user.password } })).status, 401);
    assert.equal(await served.accounts.transfers('user-1'), 0);
  });
});
