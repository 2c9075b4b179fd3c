import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Credential, Reply } from '../../scenarios/exchange.ts';
import type { VirtualUser } from '../../scenarios/kinds/load.ts';
import authenticatedRead from '../../scenarios/load/authenticated-read.ts';
import login from '../../scenarios/load/login.ts';
import type { Stage } from '../../scenarios/stage.ts';
import { stillSignedIn } from './still-signed-in.ts';

const user = { id: 'ann', username: 'ann', password: '' };
const holding = (token: string): Credential => ({ access: { role: 'access', values: { token } } });
const users = (sinceMs: number, token = 'first'): VirtualUser[] =>
  Array.from({ length: 20 }, () => ({ user, credential: holding(token), sinceMs }));

/** A target that renews, or has none but logins, and whose tokens live so long. */
function target({ lifeMs, sessionMs, renews = true }: { lifeMs?: number; sessionMs?: number; renews?: boolean }) {
  const step = { method: 'POST', path: '/', carries: [], ok: [200] };
  const reply: Reply = { status: 200, headers: {}, body: {}, ms: 0, credential: holding('renewed') };
  return {
    target: {
      lifetimes: { access: lifeMs, session: sessionMs },
      protocol: { steps: { login: step, me: step, ...(renews && { refresh: step }) } },
    },
    perform: async () => reply,
    signIn: async () => holding('signed in anew'),
    note() {},
  } as unknown as Stage;
}

async function heldAfter(
  nowMs: number,
  ...[scenario, stage, who]: Parameters<typeof stillSignedIn>
): Promise<unknown[]> {
  const after = await stillSignedIn(scenario, stage, who, 500, { now: () => nowMs });
  return [...new Set(after.map(({ credential, sinceMs }) => `${credential.access?.values.token} at ${sinceMs}`))];
}

describe('users of a server whose tokens end', () => {
  it('renew what would end in the next block, before it, and nothing else', async () => {
    const stage = target({ lifeMs: 8_000 });
    assert.deepEqual(await heldAfter(5_400, authenticatedRead, stage, users(0), 500), ['first at 0']);
    assert.deepEqual(await heldAfter(5_600, authenticatedRead, stage, users(0), 500), ['renewed at 5600']);
    assert.deepEqual(await heldAfter(9_000, login, stage, users(0), 500), ['first at 0']);
  });

  it('sign in anew where there is no renewal', async () => {
    const stage = target({ lifeMs: 8_000, renews: false });
    assert.deepEqual(await heldAfter(7_000, authenticatedRead, stage, users(0), 500), ['signed in anew at 7000']);
  });

  it('sign in anew before their session would end, where they hold no token', async () => {
    const stage = target({ sessionMs: 4_000, renews: false });
    assert.deepEqual(await heldAfter(1_500, authenticatedRead, stage, users(0), 500), ['first at 0']);
    assert.deepEqual(await heldAfter(1_600, authenticatedRead, stage, users(0), 500), ['signed in anew at 1600']);
    const both = target({ lifeMs: 8_000, sessionMs: 4_000, renews: false });
    assert.deepEqual(await heldAfter(1_600, authenticatedRead, both, users(0), 500), ['first at 0']);
    await assert.rejects(
      stillSignedIn(authenticatedRead, target({ sessionMs: 2_000 }), users(0), 500, { now: () => 0 }),
      { message: 'its sessions live for 2000 ms (ttlMs.session), and a block of load takes 500 ms' },
    );
  });

  it('go by what a token says of itself, also where nothing is described', async () => {
    const claims = Buffer.from(JSON.stringify({ exp: 10 })).toString('base64url');
    const stage = target({});
    const who = users(0, `e30.${claims}.x`);
    assert.match(String(await heldAfter(7_000, authenticatedRead, stage, who, 500)), /^e30\..* at 0$/);
    assert.deepEqual(await heldAfter(8_000, authenticatedRead, stage, who, 500), ['renewed at 8000']);
  });

  it('are not asked for what their tokens cannot last for, by name', async () => {
    await assert.rejects(stillSignedIn(authenticatedRead, target({ lifeMs: 2_000 }), users(0), 500, { now: () => 0 }), {
      message: 'its access tokens live for 2000 ms (ttlMs.access), and a block of load takes 500 ms',
    });
  });
});
