import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { clocked } from '../clocked.fixture.ts';
import type { Declared } from '../declared.ts';
import property from './revocation-on-logout.ts';

const seen = {
  ...{ done: true, status: 200, goodBefore: true, bystanderGood: true, renewedAfter: undefined, watchedMs: 6_000 },
  ...{
    lastAcceptedMs: 2_740,
    refusedMs: 2_850,
    ended: true,
    selfContained: true,
    shortLived: true,
    transport: 'bearer' as const,
  },
};
const promised = { revokesOnLogout: { withinMs: 5_000 } };

describe('what a logout ends', () => {
  it('is open where a lifetime that is shortened for the run may be what ended the copy', () => {
    const { value, because, level } = property.read(seen);
    assert.deepEqual([value, level], [undefined, undefined]);
    assert.match(
      because,
      /2740 ms after the logout, and what ended it may be a lifetime that is shortened for the run/,
    );
  });

  it('is told where the copy ended at once, or its lifetime is what it is configured to, or it did not end', () => {
    const found = [{ lastAcceptedMs: 0 }, { shortLived: false }, { selfContained: false }, { ended: false }].map(
      (change) => {
        const finding = property.read({ ...seen, ...change });
        return [finding.shown, property.keeps(finding, promised)];
      },
    );
    assert.deepEqual(found, [
      ['at once', true],
      ['within 3000 ms', true],
      ['within 3000 ms', true],
      ['not ended', false],
    ]);
  });

  it('is taken to lag as its owner says, unless it was seen to come sooner', () => {
    const lags = (change: object) => property.read({ ...seen, selfContained: false, ...change }).learnt?.lagsAtLogout;
    const late = { lastAcceptedMs: 0, refusedMs: 1_200 };
    assert.deepEqual([lags({ ...late, withinMs: 5_000 }), lags(late)], [true, false]);
    assert.equal(lags({ lastAcceptedMs: 0, refusedMs: 30, withinMs: 5_000 }), false);
    assert.equal(lags({ lastAcceptedMs: 100, refusedMs: 1_200, withinMs: 5_000 }), true);
  });

  it('is mended as it travels: nothing is said of a cookie where there is none', () => {
    const fixOf = (change: object) => property.read({ ...seen, ended: false, ...change }).level?.fix ?? '';
    assert.match(fixOf({ selfContained: false, transport: 'cookie' }), /^Destroy the session .* deleting the cookie/);
    for (const change of [{ selfContained: false }, {}, { renewedAfter: true }])
      assert.doesNotMatch(fixOf(change), /cookie|^$/, JSON.stringify(change));
  });

  it('is open where its owner says that it takes longer than anybody watches', () => {
    const open = { ...seen, ended: false, lastAcceptedMs: 61_050, watchedMs: 61_000, withinMs: 90_000 };
    const found = property.read(open);
    assert.deepEqual([found.value, found.level], [undefined, undefined]);
    assert.match(found.because, /61000 ms after the logout, for as long as was watched; .* within 90000 ms/);
    assert.equal(property.read({ ...open, withinMs: 60_000 }).shown, 'not ended');
  });

  /** A token that lives so long, and that a logout ends so late. */
  async function foundOf(
    t: TestContext,
    { lifeMs, lateMs, declared }: { lifeMs: number; lateMs: number; declared?: Declared },
  ) {
    const endsMs = new Map<string, number>();
    const stage = clocked(
      {
        target: {
          traits: { credential: 'self-contained' },
          declared: declared ?? {},
          lifetimes: { access: lifeMs },
          configured: { access: lifeMs },
        } as never,
        login(user, nowMs) {
          const token = `${user} at ${nowMs}`;
          endsMs.set(token, nowMs + lifeMs);
          return token;
        },
        me: (token, nowMs) => (nowMs < (endsMs.get(token) ?? 0) ? token.split(' ')[0] : undefined),
        logout: (token, nowMs) => endsMs.set(token, Math.min(endsMs.get(token) ?? 0, nowMs + lateMs)),
      },
      t,
    );
    return property.read(await property.probe(stage));
  }

  it('is watched for as long as its owner says, also where the token ends by itself', async (t) => {
    const declared = { revokesOnLogout: { withinMs: 60_000 } };
    const found = await foundOf(t, { lifeMs: 50_000, lateMs: Number.POSITIVE_INFINITY, declared });
    assert.deepEqual([found.shown, property.keeps(found, declared)], ['within 50000 ms', true]);
  });

  it('is told from what a cache holds up, and from a token that ends by itself, where nothing is declared', async (t) => {
    assert.equal((await foundOf(t, { lifeMs: 900_000, lateMs: 5_000 })).shown, 'within 5000 ms');
    assert.equal((await foundOf(t, { lifeMs: 900_000, lateMs: Number.POSITIVE_INFINITY })).shown, 'not ended');
    assert.equal((await foundOf(t, { lifeMs: 5_000, lateMs: Number.POSITIVE_INFINITY })).shown, 'not ended');
  });
});
