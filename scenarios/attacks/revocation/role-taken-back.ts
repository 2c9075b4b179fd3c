import type { Credential, User } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { actsAsAdmin } from '../../kit/clients/acts-as-admin.ts';
import { accountOf } from '../../kit/clients/as-before.ts';
import type { Stage } from '../../stage.ts';

const ways = ['role removed', 'account disabled'] as const;
type Way = (typeof ways)[number];

type Try = {
  readonly way: Way;
  /** Whether the administrator used the role before it was taken away. */
  readonly privileged: boolean;
  readonly done: boolean;
  /** How the order to undo it was answered. */
  readonly status: number;
  /** Whether they are an administrator again, by a login after it. */
  readonly back: boolean;
};

type Seen = { readonly tries: readonly Try[] };

export default {
  kind: 'attack',
  id: 'role-taken-back',
  title: 'A former administrator who undoes it',
  question: 'Can an administrator who was demoted or disabled undo that with a credential that still states the role?',
  goal: 'Be an administrator for good, by the minutes for which a credential outlives the role.',
  precondition: 'own-account',
  severity: 'critical',
  references: ['CWE-269', 'CWE-613', 'CWE-863', 'ASVS 8.3.1', 'ASVS 8.3.2'],
  steps: [
    'An administrator gives two users the role admin; both sign in and use it.',
    'The role of the first is taken away, and the account of the second is disabled.',
    'At once each asks, with what they hold, for the role and for an enabled account of their own.',
    'They log in anew and ask for what only an administrator may see.',
  ],
  fix: 'Before a change of roles or accounts ask for the role and state of whoever orders it, not what their credential says.',
  controls: ['stated-role-gives-roles'],
  needs: { steps: ['admin', 'setRole', 'disable', 'enable'], ourRoutes: true, users: 6 },
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const boss = await stage.signIn(stage.admin);
    return {
      tries: [
        await fall(stage, 'role removed', stage.user(3), boss),
        await fall(stage, 'account disabled', stage.user(4), boss),
      ],
    };
  },

  judge({ tries }): Judgement {
    const back = tries.filter((one) => one.back);
    const counts = { tries: tries.length, successes: back.length };
    if (back.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${back.length} of ${tries.length} former administrators are administrators again (${back[0]?.way}, undone with ${back[0]?.status})`,
      };
    const missed = tries.filter(({ privileged, done }) => !privileged || !done);
    if (missed.length > 0)
      return {
        ...counts,
        outcome: 'inconclusive',
        because: `there was nothing to undo: ${missed.map(({ way }) => way).join(', ')}`,
      };
    const crashed = tries.find(({ status }) => status >= 500);
    if (crashed)
      return { ...counts, outcome: 'blocked-by-crash', because: `the order was answered with ${crashed.status}` };
    return { ...counts, outcome: 'blocked', because: `0 of ${tries.length} former administrators could undo it` };
  },
} satisfies Attack<Seen>;

async function fall(stage: Stage, way: Way, user: User, boss: Credential): Promise<Try> {
  const { steps } = stage.target.protocol;
  const account = accountOf(user);
  await stage.perform('setRole', { as: boss, values: { ...account, role: 'admin' } });
  const held = await stage.signIn(user);
  const privileged = await actsAsAdmin(stage, user, held);
  const [fallen, undo] = way === 'role removed' ? (['setRole', 'setRole'] as const) : (['disable', 'enable'] as const);
  const { status } = await stage.perform(fallen, { as: boss, values: { ...account, role: 'user' } });
  const undone = await stage.perform(undo, { as: held, values: { ...account, role: 'admin' } });
  const { username, password } = user;
  const { credential } = await stage.perform('login', { values: { username, password } });
  const back = await actsAsAdmin(stage, user, credential);
  return { way, privileged, done: steps[fallen]?.ok.includes(status) ?? false, status: undone.status, back };
}
