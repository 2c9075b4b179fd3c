import type { Attack, Judgement } from '../../kinds/attack.ts';
import { passwordAsBefore } from '../../kit/clients/as-before.ts';
import { type CurrentPassword, changeWith, takesAnyValue } from '../../kit/clients/current-password.ts';

type Seen = {
  /** What stood in the place of the current password, and whether the chosen one logs in afterwards. */
  readonly tries: readonly { readonly current: string; readonly status: number; readonly taken: boolean }[];
  /** Whether the owner, who knows it, could change it in the end. */
  readonly ownerChanges: boolean;
};

const chosen = 'chosen by the attacker';

const texts: Readonly<Record<string, CurrentPassword>> = {
  'another current password': 'not the password',
  'an empty current password': '',
  'the new password as current one': chosen,
};
const others: Readonly<Record<string, CurrentPassword>> = {
  'no current password': undefined,
  'null as current password': null,
  'true as current password': true,
  'a list as current password': [],
};

export default {
  kind: 'attack',
  id: 'unverified-password-change',
  title: 'A password changed with a stolen sign-in',
  question: 'Does a stolen sign-in suffice to take the account over for good?',
  goal: 'Set a password of their own with a copied credential.',
  precondition: 'copy',
  severity: 'critical',
  references: ['CWE-620', 'ASVS 6.2.3', 'ASVS 7.5.1', 'WSTG-ATHN-09'],
  steps: [
    'The victim signs in; the thief copies everything that the client then holds.',
    'They ask for a new password with another current one, an empty one, and the new one twice; where the request is JSON also with none, null, true and a list.',
    'After each the victim logs in with the present password; where that fails, the thief does with the chosen one.',
    'At last the owner changes the password with the current one, and back.',
  ],
  fix: 'Ask for the present password before you set a new one, and compare it as at a login.',
  controls: ['password-change-unverified'],
  // fewer tries than the failed logins that an account may have
  needs: { steps: ['password'], optIn: 'writes' },
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim, target } = stage;
    const { username, password } = victim;
    const logsIn = async (tried: string) => {
      const { status, credential } = await stage.perform('login', { values: { username, password: tried } });
      return target.protocol.steps.login.ok.includes(status) && (await stage.whoAmI(credential)) === victim.id;
    };
    const copy = await stage.signIn(victim);
    const tries: Seen['tries'][number][] = [];
    for (const [current, value] of Object.entries(takesAnyValue(stage) ? { ...texts, ...others } : texts)) {
      const { status } = await changeWith(stage, copy, value, chosen);
      const taken = !(await logsIn(password)) && (await logsIn(chosen));
      tries.push({ current, status, taken });
      if (!taken) continue;
      await passwordAsBefore(stage, victim, chosen);
      return { tries, ownerChanges: false };
    }
    const next = `${password} and then some`;
    const { status } = await changeWith(stage, await stage.signIn(victim), password, next);
    const ownerChanges = target.protocol.steps.password?.ok.includes(status) ?? false;
    if (ownerChanges) await passwordAsBefore(stage, victim, next);
    return { tries, ownerChanges };
  },

  judge({ tries, ownerChanges }): Judgement {
    const taken = tries.filter((one) => one.taken);
    const counts = { tries: tries.length, successes: taken.length };
    if (taken.length > 0)
      return { ...counts, outcome: 'succeeded', because: `a new password was set with ${taken[0]?.current}` };
    const crashed = tries.filter(({ status }) => status >= 500);
    if (crashed.length > 0)
      return { ...counts, outcome: 'blocked-by-crash', because: `a server error answered ${crashed[0]?.current}` };
    if (!ownerChanges)
      return { ...counts, outcome: 'inconclusive', because: 'the owner could not change their password either' };
    const limited = tries.filter(({ status }) => status === 429).length;
    if (limited > 0)
      return {
        ...counts,
        outcome: 'inconclusive',
        because: `${limited} of ${tries.length} were refused for their number`,
      };
    return { ...counts, outcome: 'blocked', because: `0 of ${tries.length} forms set a new password` };
  },
} satisfies Attack<Seen>;
