import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Credential, Reply } from '../exchange.ts';
import type { Stage } from '../stage.ts';
import property from './cookie-deletion.ts';

const past = 'Expires=Thu, 01 Jan 1970 00:00:00 GMT';
const credential: Credential = { session: { role: 'session', values: { sid: '1' } } };

/** A server that sets this line at its login, and that one at its logout. */
async function foundOf(set: string, deletion: string | undefined, { ends = true, names = ['sid'] } = {}) {
  const reply = (line: string | undefined): Reply => ({
    ...{ status: 200, body: {}, ms: 0, credential },
    headers: line === undefined ? {} : { 'set-cookie': line },
  });
  const step = { method: 'POST', path: '/account/login', carries: [], ok: [200] };
  const stage = {
    target: {
      protocol: {
        credentials: { session: { role: 'session', from: 'set-cookie', in: { cookies: names } } },
        steps: { login: step, logout: { ...step, path: '/logout' } },
      },
    },
    victim: { id: 'ann', username: 'ann', password: '' },
    perform: async (name: string) => reply(name === 'login' ? set : deletion),
    whoAmI: async (held: Credential) => (held.session && !ends ? 'ann' : undefined),
  };
  return property.read(await property.probe(stage as unknown as Stage));
}

describe('what a logout makes of the cookies of a browser', () => {
  it('is their end where they are deleted as they were set', async () => {
    const { value, level } = await foundOf(
      'sid=1; Path=/; Domain=example.com; Secure',
      `sid=; ${past}; Path=/; Domain=example.com`,
    );
    assert.deepEqual([value, level?.meets], ['deleted', true]);
  });

  it('is nothing where the browser takes it for another cookie, which weighs more while that is good', async () => {
    for (const [set, deletion] of [
      ['sid=1; Path=/; Domain=example.com', `sid=; ${past}; Path=/`],
      ['sid=1', `sid=; ${past}; Path=/`],
      ['sid=1; Path=/', 'sid=; Max-Age=0; Path=/logout'],
    ] as const) {
      const { value, level } = await foundOf(set, deletion);
      assert.deepEqual([value, level?.meets, level?.severity], ['not deleted', false, 'low'], deletion);
    }
    const good = await foundOf('sid=1', `sid=; ${past}; Path=/`, { ends: false });
    assert.equal(good.level?.severity, 'high');
    assert.match(good.because, /still signed in with it/);
  });

  it('is told from a logout that says nothing of them, and from cookies that no browser keeps', async () => {
    assert.deepEqual(await foundOf('sid=1', undefined), {
      value: 'left as it is',
      because: 'the logout says nothing of sid',
    });
    assert.equal((await foundOf('__Host-sid=1; Path=/', undefined, { names: ['__Host-sid'] })).value, undefined);
  });
});
