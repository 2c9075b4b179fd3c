import type { User } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';
import type { Administrator } from './administrator.ts';
import type { ServerRules } from './rules.ts';
import type { Clock } from './scene.ts';
import type { HistoryAccount } from './world.ts';

/** The first accounts of a stage belong to its baselines. */
const first = 3;
const pairs = 4;
/** So many accounts a stage has to have. */
export const accountsNeeded = first + 2 * pairs;

const names = ['Ann', 'Bob'];
/** Before anything that a history tells of. */
const longAgo = { sentMs: Number.NEGATIVE_INFINITY, answeredMs: Number.NEGATIVE_INFINITY };

/**
 * The two people of each history. They are other ones than in the history before, whatever was done to their accounts is
 * undone, and where time can be made to pass, what they signed in to before has ended.
 */
export function newCast(
  stage: Stage,
  administrator: Administrator,
  clock: Clock,
  { absoluteMs = 0, access }: ServerRules,
) {
  // a target that has fewer begins with the first of them again
  const ids = new Set(Array.from({ length: accountsNeeded }, (_, n) => stage.user(n).id));
  const hasEnough = ids.size === accountsNeeded;
  const known = new Map<string, HistoryAccount>();
  const user = (n: number): User => (hasEnough ? stage.user(first + (n % (2 * pairs))) : stage.user(n % 2));
  let turn = 0;

  return async (beginsAsAdmin: boolean): Promise<readonly HistoryAccount[]> => {
    const [one, other] = [user(2 * turn), user(2 * turn + 1)];
    turn += 1;
    const people = one.id === other.id ? [one] : [one, other];
    for (const person of people) await undo(known.get(person.id));
    await clock.pass?.(1.1 * absoluteMs + (access?.mostMs ?? 0));
    const accounts = people.map((person, i) => newAccount(person, i, i === 0 && beginsAsAdmin));
    if (beginsAsAdmin) await administrator.act('setRole', { id: one.id, role: 'admin' });
    for (const account of accounts) known.set(account.user.id, account);
    return accounts;
  };

  function newAccount(person: User, i: number, isAdmin: boolean): HistoryAccount {
    const password = known.get(person.id)?.password ?? person.password;
    const role = { is: isAdmin ? 'admin' : 'user', since: longAgo, step: 0 } as const;
    return { user: person, name: names[i] ?? person.username, password, role };
  }

  async function undo(account: HistoryAccount | undefined): Promise<void> {
    if (!account) return;
    const { id } = account.user;
    if (account.disabled) await administrator.act('enable', { id });
    if (account.role.is === 'admin') await administrator.act('setRole', { id, role: 'user' });
  }
}
