import type { Attack, Judgement } from '../../kinds/attack.ts';
import { loginOver } from '../../kit/clients/login-over.ts';

type Seen = {
  /** False where whoever is signed in is shown no login. */
  readonly isOffered: boolean;
  /** Whom the copy of the first sign-in speaks for, before the second login and after it. */
  readonly copyBefore: 'victim' | 'other' | 'nobody';
  readonly copyAfter: Seen['copyBefore'];
  /** Whom the victim's own browser speaks for after the second login. */
  readonly own: Seen['copyBefore'];
};

export default {
  kind: 'attack',
  id: 'reauthentication',
  title: 'A copy that outlives the next login',
  question: 'Does a login end the sign-in that the same browser had before?',
  goal: 'Keep using a copied cookie after its owner has logged in once more, since something looked wrong.',
  precondition: 'copy',
  severity: 'medium',
  references: ['CWE-613', 'CWE-384', 'ASVS 7.2.4', 'WSTG-SESS-03'],
  steps: [
    'The victim signs in; the thief copies the cookie, and asks with it who they are.',
    'The victim logs in once more in the same browser, which still holds that cookie.',
    'The thief asks again with the copy; so does the victim with what their browser then holds.',
  ],
  fix: 'Make a new session at every login, and end the one that was there before.',
  controls: ['login-keeps-session-id', 'login-under-old-id-too'],
  appliesTo({ ambient, credential, revocation }) {
    if (ambient !== 'every-request') return 'a login carries no credential of the sign-in before';
    if (credential !== 'reference') return 'what is kept in the cookie itself is nothing that a login could end';
    return revocation === 'immediate' || 'what has ended goes on for a while, by design';
  },
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim } = stage;
    const name = (id: string | undefined) => (id === victim.id ? 'victim' : id === undefined ? 'nobody' : 'other');
    const copy = await stage.signIn(victim);
    const copyBefore = name(await stage.whoAmI(copy));
    const after = await loginOver(stage, victim, copy, async (held) => (await stage.whoAmI(held)) === victim.id);
    const own = after === undefined ? 'nobody' : name(await stage.whoAmI(after));
    return { isOffered: after !== undefined, copyBefore, copyAfter: name(await stage.whoAmI(copy)), own };
  },

  judge({ isOffered, copyBefore, copyAfter, own }): Judgement {
    const counts = { tries: 1, successes: copyAfter === 'victim' ? 1 : 0 };
    if (!isOffered) return { outcome: 'inconclusive', because: 'whoever is signed in is shown no login' };
    if (copyBefore !== 'victim')
      return { outcome: 'inconclusive', because: 'the copy was not good before the second login either' };
    if (own !== 'victim')
      return { outcome: 'inconclusive', because: 'the second login signed the victim in nowhere: nothing followed it' };
    return copyAfter === 'victim'
      ? {
          ...counts,
          outcome: 'succeeded',
          because: 'the copy still spoke for the victim after they had logged in again',
        }
      : { ...counts, outcome: 'blocked', because: 'the copy was refused once the victim had logged in again' };
  },
} satisfies Attack<Seen>;
