import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { clocked } from '../clocked.fixture.ts';
import property from './expiry.ts';

const lifeMs = 4_000;

/** A sign-in is good for its life, from its last use or its login, and for so much longer. */
async function foundOf(t: TestContext, { slides = false, leewayMs = 0, selfContained = false }) {
  const ends = new Map<string, number>();
  const stage = clocked(
    {
      target: {
        traits: { credential: selfContained ? 'self-contained' : 'reference' },
        lifetimes: { access: lifeMs },
      } as never,
      login(user, nowMs) {
        ends.set(user, nowMs + lifeMs);
        return user;
      },
      me(user, nowMs) {
        if (nowMs > (ends.get(user) ?? 0) + leewayMs) return undefined;
        if (slides) ends.set(user, nowMs + lifeMs);
        return user;
      },
    },
    t,
  );
  return property.read(await property.probe(stage));
}

describe('whether silence ends a sign-in', () => {
  it('is told of one that ends on time, and of one that slides', async (t) => {
    assert.equal((await foundOf(t, {})).value, 'fixed');
    assert.equal((await foundOf(t, { slides: true })).value, 'sliding');
  });

  it('is told of one that ends late: a leeway is no life without an end, and no sliding', async (t) => {
    for (const selfContained of [false, true]) {
      const { value, level } = await foundOf(t, { leewayMs: 15_000, selfContained });
      assert.deepEqual([value, level?.meets], ['fixed', true]);
      assert.equal((await foundOf(t, { slides: true, leewayMs: 15_000, selfContained })).value, 'sliding');
    }
  });

  it('is open of a token that was good for as long as was watched, and not ended where a server keeps sessions', async (t) => {
    const token = await foundOf(t, { leewayMs: 300_000, selfContained: true });
    assert.deepEqual([token.value, token.level], [undefined, undefined]);
    assert.match(token.because, /still good after 33600 ms: whether it ends later was not watched/);
    const session = await foundOf(t, { leewayMs: Number.POSITIVE_INFINITY });
    assert.deepEqual([session.value, session.level?.meets], ['not ended', false]);
  });
});
