import type { Reply, User } from '../../exchange.ts';
import type { Attack } from '../../kinds/attack.ts';
import { nameSpellings } from '../../kit/clients/name-spellings.ts';
import { freshAddress, limited, logIn, type Visitor, whileLimited } from '../../kit/clients/through-proxy.ts';
import type { Attempt } from '../../kit/evidence/attempts.ts';
import { judgeWaysAround, type WaysAround } from '../../kit/evidence/ways-around.ts';
import type { Stage } from '../../stage.ts';

/** Far more than may be compared, also where a window ends meanwhile. */
const guesses = 40;

export default {
  kind: 'attack',
  id: 'login-limit-bypass',
  title: 'Ways around the limit of an account',
  question: 'Once an account is limited, is there a way to go on guessing, or to learn from the limit itself?',
  goal: 'Guess on where the limit should stop them, or learn from it which guess, or which name, was right.',
  precondition: 'none',
  severity: 'high',
  references: ['CWE-307', 'CWE-204', 'CWE-178', 'ASVS 6.3.1', 'ASVS 6.3.8', 'WSTG-ATHN-03', 'WSTG-IDNT-04'],
  steps: [
    `Wrong passwords are tried for an account until it is limited, ${guesses} at most. It must be so before and after each way, or the way decides nothing.`,
    'The right password must be answered as a wrong one is, also by other spellings of the name.',
    'At another instance over the same store, the account must be limited as well.',
    'A name that nobody has must be limited as soon as one that somebody has.',
  ],
  fix: 'Answer a limited account alike for right and wrong passwords, and limit unknown names too. Count in one place for all instances and spellings.',
  controls: ['logins-unlimited', 'limit-spares-right-password'],
  needs: { instances: 2, users: 7, settings: { loginFailures: 5, loginWindowMs: 60_000 } },
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const attempts: Attempt[] = [];
    const untold: string[] = [];
    for (const [way, attempt] of Object.entries(ways(stage))) {
      const tried = await attempt();
      if (tried) attempts.push(...tried);
      else untold.push(way);
    }
    return { attempts, untold };
  },

  judge: judgeWaysAround,
} satisfies Attack<WaysAround>;

type Way = () => Promise<readonly Attempt[] | undefined>;

function ways(stage: Stage): Readonly<Record<string, Way>> {
  const { store } = stage.target.traits;
  return {
    'the right password': () => rightPassword(stage, stage.user(3)),
    'spellings of the name': () => otherSpellings(stage, stage.user(4)),
    // without a store, each instance counts for itself
    ...(store !== 'never' && { 'another instance': () => elsewhere(stage, stage.user(5)) }),
    'a name that nobody has': () => unknownName(stage, stage.user(6)),
  };
}

const visitor: Visitor = { address: freshAddress() };

function guess(stage: Stage, username: string, from = visitor): Promise<Reply> {
  return logIn(stage, from, { username, password: 'not the password' });
}

async function isLimited(stage: Stage, { username }: User): Promise<boolean> {
  return (await guess(stage, username)).status === limited;
}

/** While an account is limited; a limit that is never reached is a way around it as well. */
async function held<T>(stage: Stage, user: User, find: () => Promise<T>): Promise<T | undefined> {
  return whileLimited(() => isLimited(stage, user), guesses, find);
}

async function rightPassword(stage: Stage, user: User): Promise<Attempt[] | undefined> {
  const way = 'the right password';
  const compared = { tried: 0 };
  const found = await whileLimited(
    async () => {
      compared.tried += 1;
      return isLimited(stage, user);
    },
    guesses,
    async () => [await guess(stage, user.username), await logIn(stage, visitor, user)] as const,
  );
  if (!found)
    return compared.tried > guesses ? [{ way: 'guessing on', status: 401, got: 'no limit at all' }] : undefined;
  const [wrong, right] = found;
  const tells = told(wrong) !== told(right);
  return [{ way, status: right.status, ...(tells && { got: 'another answer than to a wrong one' }) }];
}

/** All of an answer but how long is left to wait. */
function told({ status, body, text }: Reply): string {
  return JSON.stringify([status, body, text]);
}

async function otherSpellings(stage: Stage, user: User): Promise<Attempt[] | undefined> {
  const attempts: Attempt[] = [];
  for (const [how, username] of Object.entries(nameSpellings(user.username))) {
    const reply = await held(stage, user, () => logIn(stage, visitor, { ...user, username }));
    if (!reply) return undefined;
    const isIn = (await stage.whoAmI(reply.credential)) === user.id;
    attempts.push({ way: `the name ${how}`, status: reply.status, ...(isIn && { got: 'a sign-in' }) });
  }
  return attempts;
}

async function elsewhere(stage: Stage, user: User): Promise<Attempt[] | undefined> {
  const reply = await held(stage, user, () => guess(stage, user.username, { ...visitor, instance: 1 }));
  if (!reply) return undefined;
  const got = reply.status === limited ? {} : { got: 'a comparison' };
  return [{ way: 'another instance', status: reply.status, ...got }];
}

async function unknownName(stage: Stage, user: User): Promise<Attempt[] | undefined> {
  const username = `${user.username}-whom-nobody-knows`;
  const statuses = await held(stage, user, async () => {
    const seen: number[] = [];
    while (seen.length < guesses && seen.at(-1) !== limited) seen.push((await guess(stage, username)).status);
    return seen;
  });
  if (!statuses) return undefined;
  const status = statuses.at(-1) ?? 0;
  return [{ way: 'a name that nobody has', status, ...(status !== limited && { got: 'that nobody has it' }) }];
}
