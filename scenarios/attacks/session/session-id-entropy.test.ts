import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Reply } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';
import attack, { alterations, collect } from './session-id-entropy.ts';

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

  it('asks of statements alone that no altered one is accepted', () => {
    const { randomness: _, ...statements } = sound;
    assert.equal(attack.judge(statements).outcome, 'blocked');
    assert.equal(attack.judge({ ...statements, altered: { tries: 70, accepted: 1, crashed: 0 } }).outcome, 'succeeded');
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

describe('an altered identifier', () => {
  const altered = (value: string) =>
    [...alterations({ role: 'session', values: { id: value } })].map(({ values }) => values.id ?? '');

  it('is another one whatever encodes it, also to whoever knows no case', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 33 }), (drawn) => {
        const bytes = Buffer.from(drawn);
        for (const encoding of ['hex', 'base64', 'base64url'] as const) {
          const value = bytes.toString(encoding);
          for (const other of altered(value)) {
            assert.notEqual(other.toLowerCase(), value.toLowerCase());
            assert.notDeepEqual(Buffer.from(other, encoding), bytes);
          }
        }
      }),
    );
  });

  it('has its change at every symbol in turn, and none in its padding', () => {
    assert.deepEqual(altered('Qw=='), ['Aw==', 'QA==']);
  });
});

describe('credentials of a server that signs what it hands out', () => {
  it('are statements, although two of one second are the same', async () => {
    const cookie = 'eyJ1c2VyX2lkIjoibSJ9.aSxyZQ.1l2q3kD5s6zT7u8V9w0xYzAbCdE';
    const credential = { id: { role: 'session', values: { session: cookie } } };
    const stage = {
      attacker: { id: 'm', username: 'm', password: 'm' },
      effort: 'smoke',
      target: { instances: 1, protocol: { credentials: { id: { role: 'session' } } } },
      signIn: async () => credential,
      volley: async (_: unknown, each: readonly unknown[]) => each.map(() => ({ credential })),
      perform: async (_: unknown, { as }: { as: typeof credential }) => ({
        status: 200,
        subject: as.id.values.session === cookie ? 'm' : undefined,
      }),
    };
    const facts = await attack.attempt(stage as unknown as Stage);
    assert.equal(facts.randomness, undefined);
    assert.equal(attack.judge(facts).outcome, 'blocked');
  });
});
