import type { Attack, Judgement } from '../../kinds/attack.ts';
import { redeem } from '../../kit/clients/renewal.ts';
import { isAfter, isBefore, timed, wellAfter } from '../../kit/windows/age.ts';
import { type Bound, boundMs, endedBy, signInEnd, tokenEnd } from '../../kit/windows/bound.ts';
import { type Kept, keepRenewing, keepUsing, shortLives } from '../../kit/windows/lifetime.ts';
import { resolutionMs, shortestAccessMs } from '../../kit/windows/window.ts';
import type { StageTarget } from '../../stage.ts';

type Seen = {
  /** Whether the copy was refused between the logout and the rollback: else its acceptance would say nothing. */
  readonly endedBefore: boolean;
  /** What became of the copy after the rollback. */
  readonly kept: Kept;
};

const everyMs = 300;
const readMs = 100;

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
    'The thief asks who they are every 100 ms, or renews every 300 ms, until they are refused.',
    'Lifetimes are compressed; the clock is the real one.',
  ],
  fix: 'Give every sign-in and token an end at a fixed time after the login, however often it is used or renewed.',
  controls: ['no-absolute-timeout', 'denied-token-without-expiry'],
  needs: { alone: 'server', settings: shortLives, hooks: ['readStore', 'restoreStore'] },
  appliesTo: ({ store }) => store !== 'never' || 'no store keeps what was ended',
  // The store is the only record of an end, so that one who forgets it brings the sign-in back: only lifetimes bound that.
  expected: () => 'window',

  async attempt(stage) {
    const { victim, target, hooks } = stage;
    if (!hooks.readStore || !hooks.restoreStore) throw new Error('the store is not ours to break');
    const renews = target.protocol.steps.refresh !== undefined;
    const { value: copy, span: signedIn } = await timed(() => stage.signIn(victim));
    const snapshot = await hooks.readStore();
    await stage.perform('logout', { as: copy });
    // what lingers by design has ended as little as what comes back
    if (target.traits.revocation === 'within-lag') await stage.wait(1.1 * target.settings.lagMs);
    const use = async () =>
      renews ? (await redeem(stage, copy)) !== undefined : (await stage.whoAmI(copy)) === victim.id;
    const endedBefore = !(await use());
    await hooks.restoreStore(snapshot);
    const untilMs = wellAfter(boundMs(lifeOf(target), target.settings));
    if (!renews)
      return {
        endedBefore,
        kept: await keepUsing(stage, { signedIn }, { everyMs: readMs, boundMs: untilMs, use, inARow: 10 }),
      };
    const { newest: _, ...kept } = await keepRenewing(stage, copy, { signedIn }, everyMs, untilMs);
    return { endedBefore, kept };
  },

  judge({ endedBefore, kept }, target): Judgement {
    const { uses, lastAcceptedMs, refusal } = kept;
    if (!endedBefore) return { outcome: 'inconclusive', because: 'the copy was still good before the rollback' };
    if (uses === 0 && refusal && !isBefore(refusal.silence, silenceMs(target)))
      return {
        outcome: 'inconclusive',
        because: `the rollback took up to ${refusal.silence.mostMs} ms from the login: the copy may have ended by itself`,
      };
    if (uses === 0) return { outcome: 'blocked', because: 'the ended copy stayed refused after the rollback' };
    const { declaredMs, bound } = endedBy(lifeOf(target), target.settings);
    const measured = { windowMs: lastAcceptedMs, declaredMs, bound };
    if (!refusal || isAfter({ leastMs: lastAcceptedMs }, declaredMs))
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
function lifeOf({ traits }: Pick<StageTarget, 'traits'>): Bound {
  return traits.renewal === 'none' ? { ...tokenEnd, besidesMs: resolutionMs } : signInEnd;
}

/** How long one that nobody uses is good for. */
function silenceMs({ traits, settings }: Pick<StageTarget, 'traits' | 'settings'>): number {
  return traits.renewal === 'none' ? shortestAccessMs(settings) : settings.idleMs;
}
