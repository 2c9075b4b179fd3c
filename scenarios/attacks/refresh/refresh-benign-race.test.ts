import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import type { Credential, Reply } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';
import attack from './refresh-benign-race.ts';

const quiet = { tabs: 2, refused: 0, cleared: 0, left: 1, good: 1, withinMs: 40 };
const target = { settings: Settings.parse({ graceMs: 10_000 }), traits: {} as Traits };
const judge = (...races: Partial<typeof quiet>[]) =>
  attack.judge({ races: races.map((race) => ({ ...quiet, ...race })) }, target);

describe('the judge of refresh-benign-race', () => {
  it('calls it blocked when nobody was logged out, with the bound that this many races give', () => {
    const { outcome, because } = judge(...Array.from({ length: 30 }, () => ({})));
    assert.equal(outcome, 'blocked');
    assert.match(because, /^0 of 30 races .* at most 100 per 1,000\)$/);
  });

  it('calls a refused tab, and a client that cannot go on, a false alarm', () => {
    const { outcome, successes, because } = judge({}, {}, { refused: 1 }, { good: 0 });
    assert.deepEqual([outcome, successes], ['succeeded', 2]);
    assert.match(because, /500 per 1,000/);
  });

  it('gives no verdict when a race lasted until the grace window may have been over', () => {
    assert.equal(judge({}, { refused: 1, withinMs: 10_000 }).outcome, 'inconclusive');
  });

  it('takes an answer that clears the cookie, and each token that a browser may be left with, for what comes last', () => {
    const cleared = judge({ cleared: 1 });
    assert.equal(cleared.outcome, 'succeeded');
    assert.match(cleared.because, /; in 1 of them an answer took the cookie away$/);
    assert.equal(judge({ left: 2, good: 1 }).outcome, 'succeeded');
    assert.equal(judge({ left: 2, good: 2 }).outcome, 'blocked');
  });
});

describe('an honest client whose tabs renew together', () => {
  const holding = (token?: string): Credential =>
    token === undefined ? {} : { refresh: { role: 'refresh', values: { token } } };

  /** @param answers what each leaves the browser with, in the order in which they were asked */
  async function left(answers: readonly (string | undefined)[], good: readonly string[]) {
    const reply = (status: number, credential: Credential): Reply => ({
      ...{ status, headers: {}, body: {}, ms: 0 },
      credential,
    });
    const refresh = { method: 'POST', path: '/', carries: [], ok: [200] };
    const stage = {
      target: { instances: 2, protocol: { steps: { refresh } } },
      signIn: async () => holding('old'),
      request: () => refresh,
      race: async (entries: readonly unknown[]) =>
        entries.map((_, i) => reply(200, holding(answers[i % answers.length]))),
      perform: async (_: string, { as }: { as: Credential }) =>
        good.includes(String(as.refresh?.values.token)) ? reply(200, holding('next')) : reply(401, as),
      whoAmI: async () => 'ann',
    };
    const { races } = await attack.attempt(stage as unknown as Stage);
    return attack.judge({ races }, target).outcome;
  }

  it('is signed in whichever answer comes last', async () => {
    assert.equal(await left(['new', 'new'], ['new']), 'blocked');
    assert.equal(await left(['new', 'old'], ['new']), 'blocked');
    for (const answers of [
      ['dead', 'new'],
      ['new', 'dead'],
      [undefined, 'new'],
      ['new', undefined],
    ]) {
      assert.equal(await left(answers, ['new']), 'succeeded', String(answers));
    }
  });
});
