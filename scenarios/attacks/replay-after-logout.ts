import { redeem, refreshTokenOf } from '../renewal.ts';
import type { Attack, Judgement } from '../scenario.ts';
import { acceptedFor, longestAccessMs, shortestAccessMs, type Window } from '../window.ts';

type Seen = {
  readonly logoutDone: boolean;
  /** Time from before the login to after the logout: what the copy had aged at most when it was first tried. */
  readonly ageMs: number;
  /** Ordinary requests with the copy, from the answer to the logout on. */
  readonly requests: Window;
  /** Uses of the copied refresh token after the logout; 0 tries where the scheme has none. */
  readonly renewals: { readonly tries: number; readonly accepted: number };
};

/** An acceptance this long after a logout that acts at once needs no longer proof. */
const provenMs = 1_000;

export default {
  kind: 'attack',
  id: 'replay-after-logout',
  title: 'Replay after logout',
  question: 'For how long does a copied credential still work after its owner has logged out?',
  goal: 'Keep acting as the victim after the victim has logged out.',
  precondition: 'copy',
  severity: 'high',
  references: ['CWE-613', 'ASVS 7.4.1', 'WSTG-SESS-06', 'RFC 9700 §4.14.2'],
  steps: [
    'The victim signs in; the thief copies everything that the client then holds.',
    'The victim logs out at one instance.',
    'The thief asks who he is, every 100 ms and at each instance in turn, until ten refusals in a row.',
    'The thief redeems the copied refresh token at each instance.',
  ],
  controls: ['logout-clears-cookie-only', 'access-token-without-expiry'],
  needs: { instances: 2, settings: { accessMs: 2_000 } },
  appliesTo: () => true,
  expected: ({ revocation }) => (revocation === 'immediate' ? 'blocked' : 'window'),

  async attempt(stage) {
    const { victim, target } = stage;
    const start = performance.now();
    const copy = await stage.signIn(victim, { instance: 0 });
    const logout = await stage.perform('logout', { as: copy, instance: 0 });
    const logoutDone = target.protocol.steps.logout?.ok.includes(logout.status) ?? false;
    const ageMs = Math.round(performance.now() - start);
    const boundMs = target.traits.revocation === 'immediate' ? provenMs : longestAccessMs(target.settings);
    const requests = await acceptedFor(stage, boundMs, async (n) => {
      const instance = (n + 1) % target.instances;
      return (await stage.whoAmI(copy, { instance })) === victim.id;
    });
    const renewals = { tries: 0, accepted: 0 };
    if (target.protocol.steps.refresh && refreshTokenOf(copy)) {
      for (let instance = target.instances - 1; instance >= 0; instance -= 1) {
        renewals.tries += 1;
        if (await redeem(stage, copy, { instance })) renewals.accepted += 1;
      }
    }
    return { logoutDone, ageMs, requests, renewals };
  },

  judge({ logoutDone, ageMs, requests, renewals }, { traits, settings }): Judgement {
    if (!logoutDone) return { outcome: 'inconclusive', because: 'the logout was refused' };
    const declaredMs = traits.revocation === 'immediate' ? 0 : settings.accessMs + settings.toleranceMs;
    const measured = { windowMs: requests.lastAcceptedMs, declaredMs };
    if (renewals.accepted > 0)
      return {
        ...measured,
        outcome: 'succeeded',
        because: `the refresh token of the ended sign-in was redeemed ${renewals.accepted} times`,
      };
    if (requests.accepted === 0 && traits.revocation === 'at-expiry' && ageMs > shortestAccessMs(settings))
      return {
        outcome: 'inconclusive',
        because: `login and logout took ${ageMs} ms: the copy may have expired before it was tried`,
      };
    if (requests.accepted === 0) return { ...measured, outcome: 'blocked', because: blocked(renewals.tries) };
    if (traits.revocation === 'immediate' || !requests.ended || requests.lastAcceptedMs > longestAccessMs(settings))
      return {
        ...measured,
        outcome: 'succeeded',
        because: `the copy still worked ${requests.lastAcceptedMs} ms after logout, where ${declaredMs} ms are declared`,
      };
    return {
      ...measured,
      outcome: 'window',
      because: `the copy worked for ${requests.lastAcceptedMs} ms after logout, of ${declaredMs} ms declared`,
    };
  },
} satisfies Attack<Seen>;

function blocked(renewalTries: number): string {
  const renewals = renewalTries > 0 ? `, and ${renewalTries} of ${renewalTries} uses of the refresh token` : '';
  return `the first request with the copy after logout was refused, and every later one${renewals}`;
}
