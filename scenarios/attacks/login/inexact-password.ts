import type { Attack, Judgement } from '../../kinds/attack.ts';
import { passwordAsBefore } from '../../kit/clients/as-before.ts';
import { type Attempt, judgeAttempts } from '../../kit/evidence/attempts.ts';

type Seen = {
  /** Whether the victim could choose a password that is longer than 72 bytes; if not, the one they had was tried. */
  readonly isLong: boolean;
  readonly attempts: readonly Attempt[];
  /** Whether the password as it is signed them in at last. */
  readonly exactSignsIn: boolean;
};

export default {
  kind: 'attack',
  id: 'inexact-password',
  title: 'A password that is nearly right',
  question: 'Is a password compared as a whole, or is what resembles it good as well?',
  goal: 'Sign in as somebody of whose password they know a part, or guess fewer passwords than there are.',
  precondition: 'none',
  severity: 'medium',
  references: ['CWE-187', 'CWE-178', 'CWE-158', 'ASVS 6.2.8'],
  steps: [
    'The victim chooses a password of more than 72 bytes, which is where bcrypt stops to read.',
    'The attacker logs in with its beginning, with another end, in the other case, with a space around it, and with a NUL after it.',
    'At last the victim logs in with the password as it is.',
  ],
  fix: 'Compare the whole password, byte by byte: hash a long one before a function that reads 72 bytes, and change nothing of it.',
  controls: ['password-cut-at-72-bytes'],
  // fewer tries than the failed logins that an account may have
  needs: { steps: ['password'], optIn: 'writes' },
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim, target } = stage;
    const next = `${victim.password}, and more words than a function reads that stops after seventy-two bytes`;
    const values = { password: victim.password, next };
    const change = await stage.perform('password', { as: await stage.signIn(victim), values });
    const isLong = target.protocol.steps.password?.ok.includes(change.status) ?? false;
    const exact = isLong ? next : victim.password;
    const logIn = async (password: string) => {
      const { status, credential } = await stage.perform('login', { values: { username: victim.username, password } });
      return { status, isVictim: (await stage.whoAmI(credential)) === victim.id };
    };
    const attempts: Attempt[] = [];
    for (const [way, password] of Object.entries(resembling(exact))) {
      if (password === exact) continue;
      const { status, isVictim } = await logIn(password);
      attempts.push({ way, status, ...(isVictim && { got: 'the identity of the victim' }) });
    }
    const exactSignsIn = (await logIn(exact)).isVictim;
    if (isLong && exactSignsIn) await passwordAsBefore(stage, victim, next);
    return { isLong, attempts, exactSignsIn };
  },

  judge({ isLong, attempts, exactSignsIn }): Judgement {
    const judged = judgeAttempts(attempts, 'logins with a password that is nearly right');
    if (judged.outcome !== 'blocked') return judged;
    const limited = attempts.filter(({ status }) => status === 429).length;
    if (limited > 0 || !exactSignsIn)
      return {
        ...judged,
        outcome: 'inconclusive',
        because:
          limited > 0
            ? `${limited} of ${attempts.length} passwords were not compared, but refused for their number`
            : 'the password as it is was refused too',
      };
    return isLong ? judged : { ...judged, because: `${judged.because}; one of more than 72 bytes cannot be chosen` };
  },
} satisfies Attack<Seen>;

function resembling(password: string): Record<string, string> {
  const [start, last] = [password.slice(0, -1), password.slice(-1)];
  return {
    'its first 8 characters': password.slice(0, 8),
    'its first 72 characters': password.slice(0, 72),
    'another end after 72 characters': `${password.slice(0, 72)} of another`,
    'without its last character': start,
    'another last character': `${start}${last === 'x' ? 'y' : 'x'}`,
    'the other case': password.replace(/[a-z]/gi, (letter) =>
      letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
    ),
    'a space before it': ` ${password}`,
    'a space after it': `${password} `,
    'a NUL after it': `${password}\u0000x`,
  };
}
