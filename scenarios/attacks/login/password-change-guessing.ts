import type { Attack, Judgement } from '../../kinds/attack.ts';
import { changeWith } from '../../kit/clients/current-password.ts';

type Seen = {
  /** Guesses at the current password that were compared, and not refused for their number (429). */
  readonly compared: number;
  readonly ms: number;
  /** Whether the owner, who knows it, could change it in the end. */
  readonly ownerChanges: boolean;
};

const guesses = 40;

export default {
  kind: 'attack',
  id: 'password-change-guessing',
  title: 'A password guessed with a stolen sign-in',
  question: 'Can whoever holds a sign-in guess at its password where the password is changed, without end?',
  goal: 'Find out the password of an account where no limit of logins counts.',
  precondition: 'copy',
  severity: 'high',
  references: ['CWE-307', 'ASVS 6.3.1', 'ASVS 7.5.1', 'WSTG-ATHN-09'],
  steps: [
    'The victim signs in; the thief copies everything that the client then holds.',
    `They ask for a new password with ${guesses} guesses at the current one.`,
    'When the limit has passed, the owner changes the password with the current one.',
  ],
  fix: 'Count a wrong password at the change of a password as a failed login of the account, under the same limit.',
  controls: ['logins-unlimited'],
  needs: { steps: ['password'], settings: { loginFailures: 12, loginWindowMs: 4_000 } },
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim, target } = stage;
    const copy = await stage.signIn(victim);
    const start = performance.now();
    let compared = 0;
    for (let n = 0; n < guesses; n += 1) {
      const { status } = await changeWith(stage, copy, `guess number ${n}`, 'chosen by the attacker');
      if (status !== 429) compared += 1;
    }
    const ms = Math.round(performance.now() - start);
    await stage.wait(target.settings.loginWindowMs);
    const { status } = await changeWith(stage, copy, victim.password, `${victim.password} and then some`);
    return { compared, ms, ownerChanges: target.protocol.steps.password?.ok.includes(status) ?? false };
  },

  judge({ compared, ms, ownerChanges }, { settings }): Judgement {
    const counts = { tries: guesses, successes: 0 };
    const because = `${compared} of ${guesses} guesses at the current password were compared`;
    // A fixed window that ends meanwhile begins anew.
    const most = settings.loginFailures * (Math.floor(ms / settings.loginWindowMs) + 2);
    if (compared > most)
      return {
        ...counts,
        successes: compared,
        outcome: 'succeeded',
        because: `${because}, where at most ${most} should have been`,
      };
    if (!ownerChanges || compared === 0)
      return {
        ...counts,
        outcome: 'inconclusive',
        because: 'the owner could not change their password either, or no guess was compared',
      };
    return { ...counts, outcome: 'blocked', because };
  },
} satisfies Attack<Seen>;
