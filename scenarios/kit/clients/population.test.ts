import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Credential, Reply } from '../../exchange.ts';
import type { Stage, StageTarget } from '../../stage.ts';
import { countThrough } from './population.ts';

/** A target of N instances behind round-robin; `knows` says whether an instance recognises a sign-in begun at `home`. */
function fleet(instances: number, knows: (home: number, instance: number) => boolean, status = 200) {
  let turn = 0;
  const next = () => turn++ % instances;
  const ended = new Set<string>();
  const answer = (accepted: boolean, credential: Credential): Reply => ({
    status: accepted ? status : 401,
    headers: {},
    body: undefined,
    credential,
    ms: 0,
    ...(accepted && { subject: 'u' }),
  });
  const stage: Pick<Stage, 'target' | 'user' | 'signIn' | 'perform'> = {
    target: {
      instances,
      traits: { revocation: 'immediate' },
      protocol: { steps: { me: { ok: [200] }, refresh: { ok: [200] }, logout: { ok: [204] } } },
    } as unknown as StageTarget,
    user: (i) => ({ id: `u${i}`, username: `u${i}`, password: '' }),
    async signIn() {
      const home = next();
      return { session: { role: 'session', values: { id: `ab${home}.cd${turn}` } } };
    },
    async perform(step, { as = {} } = {}) {
      const instance = next();
      const id = as.session?.values.id ?? '';
      const home = Number(/^ab(\d)\.cd/.exec(id)?.[1] ?? Number.NaN);
      if (step === 'logout') ended.add(id);
      if (step === 'logout') return { ...answer(true, as), status: 204 };
      return answer(knows(home, instance) && !ended.has(id), as);
    },
  };
  return stage as Stage;
}

const own = (home: number, instance: number) => home === instance;
const shared = (home: number) => !Number.isNaN(home);

describe('a population behind a round-robin balancer', () => {
  for (const instances of [2, 4]) {
    it(`is refused (N-1)/N of reads and renewals when each of ${instances} instances has its own memory`, async () => {
      const seen = await countThrough(fleet(instances, own), async () => instances);
      assert.equal(seen.refused / seen.requests, (instances - 1) / instances);
      assert.equal(seen.renewalsRefused / seen.renewals, (instances - 1) / instances);
      assert.deepEqual([seen.requests, seen.users, seen.lostUsers], [48 * instances, 24, 24]);
    });
  }

  it('is never refused when the instances share their state', async () => {
    const seen = await countThrough(fleet(4, shared), async () => 4);
    assert.deepEqual(seen, {
      requests: 192,
      refused: 0,
      failed: 0,
      users: 24,
      lostUsers: 0,
      wronglyAccepted: 0,
      renewals: 192,
      renewalsRefused: 0,
      renewalsFailed: 0,
    });
  });

  it('counts what was ended or invented and is accepted all the same', async () => {
    const seen = await countThrough(
      fleet(1, () => true),
      async () => 1,
    );
    assert.equal(seen.wronglyAccepted, 4, 'two reads and two renewals with an invented credential');
  });

  it('counts a server error as failed, not as refused, and loses nobody', async () => {
    const seen = await countThrough(fleet(2, shared, 503), async () => 2);
    assert.deepEqual([seen.refused, seen.failed, seen.renewalsRefused, seen.renewalsFailed], [0, 96, 0, 96]);
    assert.deepEqual([seen.lostUsers, seen.wronglyAccepted], [0, 0]);
  });
});
