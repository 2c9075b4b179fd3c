import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Reply } from '../../exchange.ts';
import attack, { collect } from './session-id-entropy.ts';

const randomness = { count: 400, length: 43, repeats: 0, bits: 255.8, unevenness: 0.5, dependence: 0.4 };
const sound = { randomness, altered: { tries: 70, accepted: 0, crashed: 0 }, genuineAccepted: true };
const judge = (change: Partial<typeof randomness>) =>
  attack.judge({ ...sound, randomness: { ...randomness, ...change } });

describe('the judge of session-id-entropy', () => {
  it('is content with unique, long, even and independent identifiers', () => {
    const { outcome, tries } = attack.judge(sound);
    assert.deepEqual([outcome, tries], ['blocked', 70]);
  });

  it('fails each named test by its name', () => {
    for (const [change, reason] of [
      [{ repeats: 1 }, /1 of 400 came twice/],
      [{ bits: 122 }, /at most 122.0 random bits/],
      [{ unevenness: 1e-7 }, /not equally frequent/],
      [{ dependence: 1e-7 }, /follows from the one before/],
    ] as const) {
      const { outcome, because } = judge(change);
      assert.equal(outcome, 'succeeded');
      assert.match(because, reason);
    }
  });

  it('allows a small sample to have missed symbols of 128 bits, and a large one not', () => {
    assert.equal(judge({ bits: 127.5 }).outcome, 'blocked');
    assert.equal(judge({ bits: 127.5, count: 10_000 }).outcome, 'succeeded');
  });

  it('calls one altered identifier that was accepted a success', () => {
    assert.equal(attack.judge({ ...sound, altered: { tries: 70, accepted: 1, crashed: 0 } }).outcome, 'succeeded');
  });

  it('gives no verdict when the genuine one was refused too, and names a crash', () => {
    assert.equal(attack.judge({ ...sound, genuineAccepted: false }).outcome, 'inconclusive');
    assert.equal(
      attack.judge({ ...sound, altered: { tries: 70, accepted: 0, crashed: 2 } }).outcome,
      'blocked-by-crash',
    );
  });
});

describe('the identifiers of session-id-entropy', () => {
  let logins = 0;
  const stage: Parameters<typeof collect>[0] = {
    attacker: { id: 'm', username: 'm', password: 'm' },
    volley: async (_, each) =>
      each.map(() => ({ credential: { id: { role: 'session', values: { id: `${logins++}` } } } }) as unknown as Reply),
  };

  it('are as many as were asked for, where there is time', async () => {
    assert.equal((await collect(stage, 1_050, Number.POSITIVE_INFINITY)).length, 1_050);
  });

  it('are enough for every test where a machine is too busy for more', async () => {
    assert.equal((await collect(stage, 10_000, 0)).length, 400);
  });
});
