import type { Attack, Judgement } from '../../kinds/attack.ts';
import { rotate } from '../../kit/clients/renewal.ts';
import { isAfter, timed, wellAfter } from '../../kit/windows/age.ts';
import { endedBy, signInEnd } from '../../kit/windows/bound.ts';
import { fellSilent, type Kept, keepRenewing, shortLives } from '../../kit/windows/lifetime.ts';

type Seen = {
  /** What became of the thief's renewals. */
  readonly kept: Kept;
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
  fix: 'Give every sign-in and token an end at a fixed time after the login, however often it is used or renewed.',
  controls: ['no-absolute-timeout'],
  needs: { settings: shortLives },
  appliesTo: ({ renewal }) => renewal === 'rotation' || 'nothing is rotated',
  // Reuse detection needs two who use one token: this is the blind spot of rotation, and the absolute end is all that bounds it.
  expected: () => 'window',

  async attempt(stage) {
    const { value: held, span: signedIn } = await timed(() => stage.signIn(stage.victim));
    const { value: family, span: got } = await timed(() => rotate(stage, held, 1));
    const boundMs = wellAfter(stage.target.settings.absoluteMs);
    const { newest: _, ...kept } = await keepRenewing(stage, family[0] ?? held, { signedIn, got }, everyMs, boundMs);
    return { kept };
  },

  judge({ kept }, { settings }): Judgement {
    const { absoluteMs, idleMs } = settings;
    const { uses: renewals, lastAcceptedMs, refusal } = kept;
    const counts = { tries: renewals + 1, successes: renewals };
    const measured = { ...counts, windowMs: lastAcceptedMs, ...endedBy(signInEnd, settings) };
    if (!refusal || isAfter({ leastMs: lastAcceptedMs }, absoluteMs))
      return {
        ...measured,
        outcome: 'succeeded',
        because: `the thief still renewed after ${lastAcceptedMs} ms, where ${absoluteMs} ms end every sign-in`,
      };
    if (fellSilent(kept, idleMs))
      return {
        outcome: 'inconclusive',
        because: `the thief came after up to ${refusal.silence.mostMs} ms of silence, which may have ended it`,
      };
    if (renewals === 0)
      return { ...measured, outcome: 'blocked', because: 'the copied refresh token was refused at its first use' };
    return {
      ...measured,
      outcome: 'window',
      because: `${renewals} renewals of the thief went unnoticed for ${lastAcceptedMs} ms, until the absolute end after ${absoluteMs} ms`,
    };
  },
} satisfies Attack<Seen>;
