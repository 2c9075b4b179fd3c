import type { Attack, Judgement } from '../../kinds/attack.ts';
import { minterFrom } from '../../kit/tokens/minted-token.ts';
import { accessTokenOf, claimsNaming, statesClaims, withAccessToken } from '../../kit/tokens/presented-token.ts';
import { acceptedFor, longestAccessMs, longestWaitMs, type ObservedWindow } from '../../kit/windows/window.ts';

type Seen = {
  /** Whom a token with a broken signature spoke for after the genuine one had been used. */
  readonly broken: 'owner' | 'nobody';
  /** Of tokens that begin alike, how many were taken for the other one; `refused` were good for nobody. */
  readonly collisions: { readonly tries: number; readonly mistaken: number; readonly refused: number };
  /** Uses after a logout that acts at once; 0 tries where it does not. */
  readonly afterLogout: { readonly tries: number; readonly accepted: number };
  /** Steady use of one token from its issue on; absent where its end is not waited for. */
  readonly use?: ObservedWindow;
};

const warmUps = 20;
/** Longer than whatever a cache may take of a token for its key. */
const alike = 600;

export default {
  kind: 'attack',
  id: 'verify-cache-staleness',
  title: 'A cache of verified tokens',
  question: 'Does a token that was verified once stay good, or stand for another one?',
  goal: 'Profit from a cache that was put in front of the verification to save its cost.',
  precondition: 'copy',
  severity: 'high',
  references: ['CWE-613', 'CWE-345', 'CVE-2026-35039', 'RFC 7519 §4.1.4', 'ASVS 9.2.1'],
  steps: [
    `A token is used ${warmUps} times; then it is presented with its signature broken.`,
    'Two tokens of two users are signed with the key of the server whose first 600 characters are the same; each is used, and asked who it is.',
    'Where a logout acts at once, a token is used, ended, and used again.',
    'A token is used every 100 ms until ten refusals in a row.',
  ],
  fix: 'Keep what was verified under a hash of the whole token, until its exp at most, and drop it when the sign-in ends. Or keep nothing.',
  controls: ['verified-token-cache'],
  needs: { hooks: ['mint'], settings: { accessMs: 2_000 } },
  appliesTo: statesClaims,
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim, attacker, target } = stage;
    const held = await stage.signIn(victim);
    for (let n = 0; n < warmUps; n += 1) await stage.whoAmI(held);
    const token = accessTokenOf(held);
    const tail = token.slice(-10) === 'AAAAAAAAAA' ? 'BBBBBBBBBB' : 'AAAAAAAAAA';
    const broken = await stage.whoAmI(withAccessToken(held, token.slice(0, -10) + tail));

    const own = await stage.signIn(victim);
    const { payload, mint } = await minterFrom(stage, own);
    const like = { aaa: 'x'.repeat(alike), ...payload };
    // where no claim names the account, no two tokens differ in it
    const isNamed = JSON.stringify(claimsNaming(payload, victim, attacker)) !== JSON.stringify(payload);
    // of an account that nobody has signed in to, a server may hold every token for ended
    await stage.signIn(attacker);
    const pair = isNamed ? [victim, attacker, victim] : [];
    const collisions = { tries: pair.length, mistaken: 0, refused: 0 };
    for (const user of pair) {
      const minted = await mint({ payload: JSON.stringify(claimsNaming(like, victim, user)) });
      const known = await stage.whoAmI(withAccessToken(own, minted));
      if (known === undefined) collisions.refused += 1;
      else if (known !== user.id) collisions.mistaken += 1;
    }

    const afterLogout = { tries: 0, accepted: 0 };
    if (target.traits.revocation === 'immediate' && target.protocol.steps.logout) {
      const ended = await stage.signIn(victim);
      await stage.whoAmI(ended);
      await stage.perform('logout', { as: ended });
      for (; afterLogout.tries < 5; afterLogout.tries += 1) {
        if ((await stage.whoAmI(ended)) !== undefined) afterLogout.accepted += 1;
      }
    }

    const seen = { broken: broken === undefined ? 'nobody' : 'owner', collisions, afterLogout } as const;
    if (longestAccessMs(target.settings) > longestWaitMs) return seen;
    const fresh = await stage.signIn(victim);
    const use = await acceptedFor(stage, longestAccessMs(target.settings), async () => {
      return (await stage.whoAmI(fresh)) === victim.id;
    });
    return { ...seen, use };
  },

  judge({ broken, collisions, afterLogout, use }, { settings }): Judgement {
    const stale = use && (!use.ended || use.lastAcceptedMs > longestAccessMs(settings));
    const faults = [
      broken === 'owner' && 'a token was believed under a broken signature',
      collisions.mistaken > 0 && `${collisions.mistaken} of ${collisions.tries} tokens that begin alike were mistaken`,
      afterLogout.accepted > 0 && `${afterLogout.accepted} of ${afterLogout.tries} uses after the logout were accepted`,
      stale && `a token in steady use was still good ${use.lastAcceptedMs} ms after its issue`,
    ].filter((fault) => typeof fault === 'string');
    const counts = { tries: 2 + collisions.tries + afterLogout.tries, successes: faults.length };
    if (faults.length > 0) return { ...counts, outcome: 'succeeded', because: faults.join('; ') };
    if (collisions.refused > 0)
      return {
        outcome: 'inconclusive',
        because: `${collisions.refused} of ${collisions.tries} tokens that begin alike were refused: they may have ended`,
      };
    if (use?.accepted === 0) return { outcome: 'inconclusive', because: 'the genuine token was never accepted' };
    return {
      ...counts,
      outcome: 'blocked',
      because: `${use ? `steady use ended ${use.lastAcceptedMs} ms after the issue; ` : ''}no token stood for another one`,
    };
  },
} satisfies Attack<Seen>;
