import type { Attack, Judgement } from '../attack.ts';
import { rotate } from '../clients/renewal.ts';
import { endedBy, signInEnd } from '../windows/bound.ts';
import { keepRenewing, shortLives } from '../windows/lifetime.ts';

type Seen = {
  /** From the login to the thief's first use. */
  readonly aheadMs: number;
  readonly renewals: number;
  /** From the login to the last renewal that was accepted to the thief. */
  readonly lastAcceptedMs: number;
  readonly ended: boolean;
};

const everyMs = 300;

export default {
  kind: 'attack',
  id: 'refresh-silent-theft',
  title: 'Theft of a refresh token that its owner never uses again',
  question: 'For how long does rotation leave a thief alone whose victim does not come back?',
  goal: 'Stay signed in with a stolen refresh token, where nobody else redeems it any more.',
  precondition: 'copy',
  severity: 'medium',
  references: ['CWE-613', 'RFC 9700 §4.14.2', 'ASVS 10.4.8'],
  steps: [
    'The victim signs in and renews once; the thief copies the newest refresh token. The victim closes the page and does not come back.',
    `The thief redeems it and each successor every ${everyMs} ms until one is refused.`,
    'Lifetimes are compressed; the clock is the real one.',
  ],
  controls: ['no-absolute-timeout'],
  needs: { settings: shortLives },
  appliesTo: ({ renewal }) => renewal === 'rotation' || 'nothing is rotated: there is no refresh token',
  // Reuse detection needs two who use one token: this is the blind spot of rotation, and the absolute end is all that bounds it.
  expected: () => 'window',

  async attempt(stage) {
    const { settings } = stage.target;
    const start = performance.now();
    const [stolen = {}] = await rotate(stage, await stage.signIn(stage.victim), 1);
    const aheadMs = Math.round(performance.now() - start);
    const { newest: _, ...seen } = await keepRenewing(stage, stolen, everyMs, settings.absoluteMs + 2 * everyMs);
    return { ...seen, aheadMs, lastAcceptedMs: aheadMs + seen.lastAcceptedMs };
  },

  judge({ aheadMs, renewals, lastAcceptedMs, ended }, { settings }): Judgement {
    const { absoluteMs, idleMs } = settings;
    const counts = { tries: renewals + 1, successes: renewals };
    const measured = { ...counts, windowMs: lastAcceptedMs, ...endedBy(signInEnd, settings) };
    if (renewals === 0 && aheadMs >= idleMs)
      return { outcome: 'inconclusive', because: `the thief came after ${aheadMs} ms, when silence may have ended it` };
    if (renewals === 0)
      return { ...measured, outcome: 'blocked', because: 'the copied refresh token was refused at its first use' };
    // The clock of this measurement starts before the login, so that a family may seem to live a little longer.
    if (!ended || lastAcceptedMs > absoluteMs + everyMs)
      return {
        ...measured,
        outcome: 'succeeded',
        because: `the thief still renewed after ${lastAcceptedMs} ms, where ${absoluteMs} ms end every sign-in`,
      };
    return {
      ...measured,
      outcome: 'window',
      because: `${renewals} renewals of the thief went unnoticed for ${lastAcceptedMs} ms, until the absolute end after ${absoluteMs} ms`,
    };
  },
} satisfies Attack<Seen>;
