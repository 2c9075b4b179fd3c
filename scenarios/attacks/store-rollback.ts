import type { Attack, Judgement } from '../attack.ts';
import { redeem } from '../clients/renewal.ts';
import type { Target } from '../stage.ts';
import { type Bound, boundMs, endedBy, signInEnd, tokenEnd } from '../windows/bound.ts';
import { keepRenewing, shortLives } from '../windows/lifetime.ts';
import { acceptedFor, resolutionMs } from '../windows/window.ts';

type Seen = {
  /** Whether the copy was refused between the logout and the rollback: else its acceptance would say nothing. */
  readonly endedBefore: boolean;
  /** Uses of the copy that were accepted after the rollback. */
  readonly accepted: number;
  /** From before the login to the last of them. */
  readonly lastAcceptedMs: number;
  readonly ended: boolean;
};

const everyMs = 300;

export default {
  kind: 'attack',
  id: 'store-rollback',
  title: 'Rollback of the store',
  question: 'If the store falls back to an older state, for how long do ended sign-ins live again?',
  goal: 'Use an ended credential after a failover to a replica that lags, or a restored backup.',
  precondition: 'fault',
  severity: 'medium',
  references: ['CWE-613', 'ASVS 7.4.1', 'ASVS 7.3.2'],
  steps: [
    'The victim signs in; the thief copies everything that the client then holds; the state of the store is kept.',
    'The victim logs out, and the copy is refused.',
    'The store is put back to the state that was kept.',
    'The thief asks who he is every 100 ms, or renews every 300 ms, until he is refused.',
    'Lifetimes are compressed; the clock is the real one.',
  ],
  controls: ['no-absolute-timeout', 'denied-token-without-expiry'],
  needs: { alone: 'server', settings: shortLives, hooks: ['readStore', 'restoreStore'] },
  appliesTo: ({ store }) => store !== 'never' || 'no store keeps what was ended',
  // The store is the only record of an end, so that one who forgets it brings the sign-in back: only lifetimes bound that.
  expected: () => 'window',

  async attempt(stage) {
    const { victim, target, hooks } = stage;
    if (!hooks.readStore || !hooks.restoreStore) throw new Error('the store is not ours to break');
    const renews = target.protocol.steps.refresh !== undefined;
    const start = performance.now();
    const copy = await stage.signIn(victim);
    const snapshot = await hooks.readStore();
    await stage.perform('logout', { as: copy });
    const use = async () =>
      renews ? (await redeem(stage, copy)) !== undefined : (await stage.whoAmI(copy)) === victim.id;
    const endedBefore = !(await use());
    await hooks.restoreStore(snapshot);
    const aheadMs = Math.round(performance.now() - start);
    const untilMs = boundMs(lifeOf(target), target.settings) + 2 * everyMs;
    const seen = renews ? await keepRenewing(stage, copy, everyMs, untilMs) : await acceptedFor(stage, untilMs, use);
    const accepted = 'renewals' in seen ? seen.renewals : seen.accepted;
    return { endedBefore, accepted, lastAcceptedMs: aheadMs + seen.lastAcceptedMs, ended: seen.ended };
  },

  judge({ endedBefore, accepted, lastAcceptedMs, ended }, target): Judgement {
    if (!endedBefore) return { outcome: 'inconclusive', because: 'the copy was still good before the rollback' };
    if (accepted === 0) return { outcome: 'blocked', because: 'the ended copy stayed refused after the rollback' };
    const { declaredMs, bound } = endedBy(lifeOf(target), target.settings);
    const measured = { windowMs: lastAcceptedMs, declaredMs, bound };
    // What was left of a lifetime is counted again from the rollback on, and the login itself took a moment.
    if (!ended || lastAcceptedMs > declaredMs + 2 * everyMs)
      return {
        ...measured,
        outcome: 'succeeded',
        because: `the ended copy was good again ${lastAcceptedMs} ms after its login, where ${declaredMs} ms end every sign-in`,
      };
    return {
      ...measured,
      outcome: 'window',
      because: `the ended copy was good again until ${lastAcceptedMs} ms after its login, of ${declaredMs} ms that every sign-in has`,
    };
  },
} satisfies Attack<Seen>;

/** When every sign-in has ended: what is never renewed ends with its one token. */
function lifeOf({ traits }: Pick<Target, 'traits'>): Bound {
  return traits.renewal === 'none' ? { ...tokenEnd, besidesMs: resolutionMs } : signInEnd;
}
