import type { Attack, Judgement } from '../attack.ts';
import { only, redeem } from '../clients/renewal.ts';
import { endedBy, signInEnd } from '../windows/bound.ts';
import { keepRenewing, shortLives } from '../windows/lifetime.ts';
import { acceptedFor, longestAccessMs, type Window } from '../windows/window.ts';

type Seen = {
  readonly renewals: number;
  /** From before the login to the last renewal that was accepted. */
  readonly lastAcceptedMs: number;
  readonly ended: boolean;
  /** Whether the last successor was good once more, after the end. */
  readonly revived: boolean;
  /** Use of the last access token, from the end of the family on. */
  readonly access: Window;
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
  references: ['CWE-613', 'ASVS 10.4.8', 'ASVS 7.3.2', 'RFC 9700 §4.14.2'],
  steps: [
    `The refresh token and each successor is redeemed every ${everyMs} ms until one is refused.`,
    'The last successor is redeemed once more; the last access token is used until ten refusals in a row.',
    'Lifetimes are compressed; the clock is the real one.',
  ],
  controls: ['no-absolute-timeout'],
  needs: { settings: shortLives },
  appliesTo: ({ renewal }) => renewal === 'rotation' || 'nothing is rotated: there is no refresh token',
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim, target } = stage;
    const start = performance.now();
    const held = await stage.signIn(victim);
    const aheadMs = Math.round(performance.now() - start);
    const boundMs = target.settings.absoluteMs + 2 * everyMs;
    const { newest, ...seen } = await keepRenewing(stage, held, everyMs, boundMs);
    const access = await acceptedFor(stage, seen.ended ? longestAccessMs(target.settings) : 0, async () => {
      return (await stage.whoAmI(only('access', newest))) === victim.id;
    });
    const revived = (await redeem(stage, newest)) !== undefined;
    return { ...seen, lastAcceptedMs: aheadMs + seen.lastAcceptedMs, revived, access };
  },

  judge({ renewals, lastAcceptedMs, ended, revived, access }, { settings }): Judgement {
    const { absoluteMs } = settings;
    const counts = { tries: renewals + 2, successes: ended && !revived ? 0 : 1 };
    const measured = { ...counts, windowMs: lastAcceptedMs, ...endedBy(signInEnd, settings) };
    if (!ended || revived || lastAcceptedMs > absoluteMs + everyMs)
      return {
        ...measured,
        outcome: 'succeeded',
        because: `a renewal was accepted ${lastAcceptedMs} ms after the login, where ${absoluteMs} ms end it`,
      };
    if (!access.ended || access.lastAcceptedMs > longestAccessMs(settings))
      return {
        ...measured,
        outcome: 'succeeded',
        because: `the last access token outlived the end by ${access.lastAcceptedMs} ms, more than its own lifetime`,
      };
    if (lastAcceptedMs < absoluteMs / 2)
      return {
        ...counts,
        outcome: 'inconclusive',
        because: `renewals were refused after ${lastAcceptedMs} ms already: the absolute end was not reached`,
      };
    return {
      ...measured,
      outcome: 'blocked',
      because: `${renewals} renewals did not carry it past ${absoluteMs} ms (last one at ${lastAcceptedMs} ms); the last access token outlived that by ${access.lastAcceptedMs} ms`,
    };
  },
} satisfies Attack<Seen>;
