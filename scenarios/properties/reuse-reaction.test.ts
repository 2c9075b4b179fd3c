import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { clocked } from '../clocked.fixture.ts';
import property from './reuse-reaction.ts';

type Reaction = 'account' | 'family' | 'token' | 'none';

/** Rotates; a spent token is as good as its successor for the grace window, and then brings about the reaction. */
async function foundOf(
  t: TestContext,
  reaction: Reaction,
  { graceMs = 0, declaredMs }: { graceMs?: number; declaredMs?: number },
) {
  const spent = new Map<string, number>();
  const ended = new Set<string>();
  const begun: string[] = [];
  let logins = 0;
  const userOf = (token: string) => token.slice(0, 3);
  const familyOf = (token: string) => token.split('.')[0] ?? '';
  const stage = clocked(
    {
      target: { declared: declaredMs === undefined ? {} : { graceMs: declaredMs } } as never,
      login(user) {
        begun.push(`${user}${++logins}`);
        return `${user}${logins}.`;
      },
      me: (token) => (ended.has(familyOf(token)) ? undefined : token),
      refresh(token, nowMs) {
        if (ended.has(familyOf(token))) return undefined;
        const since = spent.get(token);
        const late = since !== undefined && nowMs - since >= graceMs;
        if (late && reaction === 'family') ended.add(familyOf(token));
        if (late && reaction === 'account') for (const one of begun) if (userOf(one) === userOf(token)) ended.add(one);
        if (late && reaction !== 'none') return undefined;
        spent.set(token, since ?? nowMs);
        return `${token}x`;
      },
    },
    t,
  );
  return property.read(await property.probe(stage));
}

describe('the reaction to a spent refresh token', () => {
  it('is found at once where there is no grace window', async (t) => {
    for (const reaction of ['account', 'family', 'token'] as const)
      assert.equal((await foundOf(t, reaction, {})).value, reaction);
  });

  it('is told from a grace window that nobody declares, and says how long that was open', async (t) => {
    for (const graceMs of [1_000, 10_000, 30_000, 60_000]) {
      for (const reaction of ['family', 'token'] as const) {
        assert.equal((await foundOf(t, reaction, { graceMs })).value, reaction, `${graceMs}`);
      }
    }
    const { because } = await foundOf(t, 'family', { graceMs: 10_000 });
    assert.match(because, /refused 12000 ms after its use, .*; 2000 ms after it was still good/);
  });

  it('is none where it was good for longer than windows are, or than the declared one', async (t) => {
    assert.equal((await foundOf(t, 'none', {})).value, 'none');
    const declared = await foundOf(t, 'none', { declaredMs: 5_000 });
    assert.deepEqual([declared.value, declared.level?.meets], ['none', false]);
    assert.equal((await foundOf(t, 'family', { graceMs: 30_000, declaredMs: 30_000 })).value, 'family');
  });

  it('is open where the declared window is longer than anybody watches', async (t) => {
    const { value, because } = await foundOf(t, 'family', { graceMs: 120_000, declaredMs: 120_000 });
    assert.equal(value, undefined);
    assert.match(because, /the grace window of 120000 ms was not watched to its end/);
  });
});
