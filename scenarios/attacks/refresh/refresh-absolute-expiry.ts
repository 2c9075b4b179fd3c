import type { Attack, Judgement } from '../../kinds/attack.ts';
import { only, redeem } from '../../kit/clients/renewal.ts';
import { isAfter, isBefore, timed, wellAfter } from '../../kit/windows/age.ts';
import { endedBy, signInEnd } from '../../kit/windows/bound.ts';
import { fellSilent, type Kept, keepRenewing, shortLives } from '../../kit/windows/lifetime.ts';
import { acceptedFor, longestAccessMs, type ObservedWindow } from '../../kit/windows/window.ts';

type Seen = {
  readonly kept: Kept;
  /** Whether the last successor was good once more, after the end. */
  readonly revived: boolean;
  /** Use of the last access token, from the end of the family on. */
  readonly access: ObservedWindow;
};

const everyMs = 150;

export default {
  kind: 'attack',
  id: 'refresh-absolute-expiry',
  title: 'Renewal past the absolute end',
  question: 'Does a chain of renewals end when its first token would have?',
  goal: 'Carry a sign-in on without end by renewing it in time.',
  precondition: 'copy',
  severity: 'medium',
  references: ['CWE-613', 'ASVS 10.4.8', 'ASVS 7.3.2', 'RFC 9700 §4.14.2', 'RFC 10017 §6.3.2.3'],
  steps: [
    `The refresh token and each successor is redeemed every ${everyMs} ms until one is refused.`,
    'The last successor is redeemed once more; the last access token is used until ten refusals in a row.',
    'Lifetimes are compressed; the clock is the real one.',
  ],
  fix: 'Give every sign-in and token an end at a fixed time after the login, however often it is used or renewed.',
  controls: ['no-absolute-timeout'],
  needs: { settings: shortLives },
  appliesTo: ({ renewal }) => ['rotation', 'unrotated'].includes(renewal) || 'there is no refresh token',
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim, target } = stage;
    const { value: held, span: signedIn } = await timed(() => stage.signIn(victim));
    const boundMs = wellAfter(target.settings.absoluteMs);
    const { newest, ...kept } = await keepRenewing(stage, held, { signedIn }, everyMs, boundMs);
    const access = await acceptedFor(stage, kept.refusal ? longestAccessMs(target.settings) : 0, async () => {
      return (await stage.whoAmI(only('access', newest))) === victim.id;
    });
    const revived = (await redeem(stage, newest)) !== undefined;
    return { kept, revived, access };
  },

  judge({ kept, revived, access }, { settings }): Judgement {
    const { idleMs, absoluteMs } = settings;
    const { uses: renewals, lastAcceptedMs, refusal } = kept;
    const counts = { tries: renewals + 2, successes: refusal && !revived ? 0 : 1 };
    const measured = { ...counts, windowMs: lastAcceptedMs, ...endedBy(signInEnd, settings) };
    if (!refusal || revived || isAfter({ leastMs: lastAcceptedMs }, absoluteMs))
      return {
        ...measured,
        outcome: 'succeeded',
        because: `a renewal was accepted ${lastAcceptedMs} ms after the login${revived ? ', and one after a refusal' : ''}, where ${absoluteMs} ms end it`,
      };
    if (!access.ended || access.lastAcceptedMs > longestAccessMs(settings))
      return {
        ...measured,
        outcome: 'succeeded',
        because: `the last access token outlived the end by ${access.lastAcceptedMs} ms, more than its own lifetime`,
      };
    if (isBefore(refusal.age, absoluteMs) || fellSilent(kept, idleMs))
      return {
        ...counts,
        outcome: 'inconclusive',
        because: `renewals were refused within ${refusal.age.mostMs} ms, after up to ${refusal.silence.mostMs} ms without one: that may not have been the absolute end`,
      };
    return {
      ...measured,
      outcome: 'blocked',
      because: `${renewals} renewals did not carry it past ${absoluteMs} ms (last one at ${lastAcceptedMs} ms); the last access token outlived that by ${access.lastAcceptedMs} ms`,
    };
  },
} satisfies Attack<Seen>;
