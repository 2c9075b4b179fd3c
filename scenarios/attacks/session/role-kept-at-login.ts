import type { Credential } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { actsAsAdmin } from '../../kit/clients/acts-as-admin.ts';
import { accountOf } from '../../kit/clients/as-before.ts';
import { loginOver } from '../../kit/clients/login-over.ts';
import type { Stage } from '../../stage.ts';

type Seen = {
  readonly logins: readonly {
    readonly over: 'their own sign-in as an administrator' | 'the sign-in of another administrator';
    /** Whether the sign-in that was there before let its owner do what administrators do. */
    readonly privileged: boolean;
    /** Whether the login signed in whoever logged in. */
    readonly signedIn: boolean;
    readonly kept: boolean;
  }[];
};

export default {
  kind: 'attack',
  id: 'role-kept-at-login',
  title: 'A role that the next login keeps',
  question: 'Does a login take the role from the account, and nothing from the cookie that was there before?',
  goal: 'Keep what administrators may do for good, by a login over a cookie that says so.',
  precondition: 'own-account',
  severity: 'high',
  references: ['CWE-269', 'CWE-613', 'CWE-384', 'ASVS 8.3.2'],
  steps: [
    'An administrator gives the user the role admin; the user signs in and uses it. Then the role is taken away.',
    'The user logs in in the same browser, which still holds the former cookie, and asks for what only an administrator may see.',
    'The user does the same in a browser in which an administrator is signed in.',
  ],
  fix: 'Begin every session empty, and fill it with what the account says now.',
  controls: ['login-keeps-role'],
  needs: { steps: ['admin', 'setRole'] },
  appliesTo: ({ credential }) =>
    credential === 'sealed' || 'what was kept of the sign-in before is on the server, and ends with the role',
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim: user, admin } = stage;
    const root = await stage.signIn(admin);
    const give = (role: string) => stage.perform('setRole', { as: root, values: { ...accountOf(user), role } });
    await give('admin');
    const own = await stage.signIn(user);
    const wasAdmin = await actsAsAdmin(stage, user, own);
    await give('user');
    return {
      logins: [
        await over(stage, { over: 'their own sign-in as an administrator', privileged: wasAdmin }, own),
        await over(
          stage,
          { over: 'the sign-in of another administrator', privileged: await actsAsAdmin(stage, admin, root) },
          root,
        ),
      ],
    };
  },

  judge({ logins }): Judgement {
    const kept = logins.filter(({ privileged, signedIn, kept }) => privileged && signedIn && kept);
    const counts = { tries: logins.length, successes: kept.length };
    if (kept.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `the user was an administrator by a login over ${kept.map(({ over }) => over).join(' and ')}`,
      };
    if (logins.some(({ privileged, signedIn }) => !privileged || !signedIn))
      return {
        ...counts,
        outcome: 'inconclusive',
        because: 'there was no role to keep, or nobody was signed in after',
      };
    return {
      ...counts,
      outcome: 'blocked',
      because: `0 of ${logins.length} logins kept the role of the cookie before`,
    };
  },
} satisfies Attack<Seen>;

type Login = Seen['logins'][number];

async function over(stage: Stage, before: Pick<Login, 'over' | 'privileged'>, held: Credential): Promise<Login> {
  const { victim: user } = stage;
  const isIn = async (as: Credential) => (await stage.whoAmI(as)) === user.id;
  const after = await loginOver(stage, user, held, isIn);
  const signedIn = after !== undefined && (await isIn(after));
  return { ...before, signedIn, kept: after !== undefined && (await actsAsAdmin(stage, user, after)) };
}
