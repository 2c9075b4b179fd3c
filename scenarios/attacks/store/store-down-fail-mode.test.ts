import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import type { Stage } from '../../stage.ts';
import attack from './store-down-fail-mode.ts';

type Answer = Parameters<typeof attack.judge>[0]['answers'][number];

const refused: Answer = {
  outage: 'frozen',
  step: 'me',
  credential: 'ended',
  status: 503,
  ms: 260,
  paceMs: 5,
  spoke: false,
};
const judge = (store: Traits['store'], answers: Partial<Answer>[], rest = {}) =>
  attack.judge(
    { answers: answers.map((one) => ({ ...refused, ...one })), endedBefore: true, survived: true, ...rest },
    { settings: Settings.parse({}), traits: { store } as Traits },
  );
const served = { status: 200, spoke: true } as const;

/** A server that refuses all while its store is away; logins take so long, one after the other. */
function stageWith(...loginMs: number[]): Stage {
  let away = false;
  const reply = (status: number, ms = 5) => ({ status, ms, headers: {}, ...(status === 200 && { subject: 'u1' }) });
  const setAway = (value: boolean) => async () => {
    away = value;
  };
  const hooks = {
    ...{ freezeStore: setAway(true), thawStore: setAway(false) },
    ...{ killStore: setAway(true), restartStore: setAway(false) },
  };
  return {
    hooks,
    victim: { id: 'u1', username: 'ann', password: 'word' },
    target: { instances: 1, protocol: { steps: { me: { ok: [200] }, login: { ok: [200] } } } },
    signIn: async () => ({ cookie: { role: 'reference', values: { sid: 'some-value' } } }),
    whoAmI: async () => (away ? undefined : 'u1'),
    perform: async (step: string) => (step === 'login' ? reply(503, loginMs.shift() ?? 5) : reply(away ? 503 : 200)),
    send: async () => reply(200),
    wait: async () => {},
  } as unknown as Stage;
}

describe('store-down-fail-mode', () => {
  const slowest = async (...loginMs: number[]) => {
    const { answers } = await attack.attempt(stageWith(...loginMs));
    return Math.max(...answers.map(({ ms }) => ms));
  };

  it('asks again what hung, and counts it where it hung each time', async () => {
    assert.equal(await slowest(2_187, 40), 40);
    assert.equal(await slowest(2_187, 1_700, 1_900, 5), 1_700);
  });
});

describe('the judge of store-down-fail-mode', () => {
  it('calls quick refusals blocked, and what needs no store served', () => {
    const { outcome, because } = judge('renewal', [{}, { credential: 'valid', ...served }]);
    assert.equal(outcome, 'blocked');
    assert.match(because, /1 were served without the store, the others refused within 260 ms/);
  });

  it('calls an ended credential that is let in a success, unless it is one that only its age ends', () => {
    assert.equal(judge('every-request', [served]).outcome, 'succeeded');
    assert.equal(judge('renewal', [served]).outcome, 'blocked');
    assert.equal(judge('renewal', [{ step: 'refresh', ...served }]).outcome, 'succeeded');
    assert.equal(judge('renewal', [{ credential: 'garbage', ...served }]).outcome, 'succeeded');
  });

  it('calls a hanging server, and a sign-in that an outage cost, a success', () => {
    assert.equal(judge('renewal', [{ ms: 1_506 }]).outcome, 'succeeded');
    assert.equal(judge('renewal', [{ status: 0 }]).outcome, 'succeeded');
    assert.equal(judge('renewal', [{}], { survived: false }).outcome, 'succeeded');
  });

  it('calls nobody a hanging server whose machine was slow at everything', () => {
    assert.equal(judge('renewal', [{ ms: 1_900, paceMs: 1_400 }]).outcome, 'blocked');
    assert.equal(judge('renewal', [{ ms: 1_900, paceMs: 1_600 }]).outcome, 'inconclusive');
  });

  it('calls a visitor a success whom the outage reaches, and lets one be refused as ever', () => {
    const { outcome, because } = judge('every-request', [{}, { credential: 'none' }]);
    assert.equal(outcome, 'succeeded');
    assert.match(because, /^the outage reached 1 requests of visitors .* \(first: me, 503\)$/);
    assert.equal(judge('every-request', [{ credential: 'none', status: 401 }]).outcome, 'blocked');
    assert.equal(judge('every-request', [{ credential: 'none', ...served }]).outcome, 'succeeded');
  });

  it('calls any server error but 503 a crash', () => {
    assert.equal(judge('renewal', [{ status: 500 }]).outcome, 'blocked-by-crash');
  });

  it('gives no verdict when the credential was not ended before', () => {
    assert.equal(judge('renewal', [{}], { endedBefore: false }).outcome, 'inconclusive');
  });
});
