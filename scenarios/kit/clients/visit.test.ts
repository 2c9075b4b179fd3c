import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Credential, User } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';
import { visit } from './visit.ts';

const user: User = { id: 'user-1', username: 'user-1', password: '' };
const holding = (token: string): Credential => ({ access: { role: 'access', values: { token } } });

/** A second with a server on which a credential is good for so many requests, and which renews it or does not. */
function aSecond(goodFor: number, renewable: boolean) {
  let left = 0;
  let nowMs = 0;
  const handOut = () => {
    left = goodFor;
    return holding('fresh');
  };
  const steps = { me: { ok: [200] }, ...(renewable && { refresh: { ok: [200] } }) };
  const stage = {
    target: { protocol: { steps } },
    signIn: async () => handOut(),
    perform: async () => ({ status: 200, subject: user.id, credential: handOut() }),
    whoAmI: async () => {
      left -= 1;
      return left >= 0 ? user.id : undefined;
    },
    wait: async (ms: number) => {
      nowMs += ms;
    },
  };
  return visit(stage as unknown as Stage, user, 1_000, () => nowMs);
}

describe('a visit', () => {
  it('renews where it can, and never asks for the password', async () => {
    const { requests, failed, logins, renewals, renewedMs } = await aSecond(4, true);
    assert.deepEqual([requests, failed, logins, renewals, renewedMs.length], [10, 0, 0, 2, 2]);
  });

  it('asks for the password where nothing can be renewed', async () => {
    const { requests, failed, logins, renewals } = await aSecond(4, false);
    assert.deepEqual([requests, failed, logins, renewals], [10, 0, 2, 0]);
  });

  it('counts what fails in spite of a login', async () => {
    const { requests, failed, logins } = await aSecond(0, false);
    assert.deepEqual([requests, failed, logins], [10, 10, 10]);
  });
});
