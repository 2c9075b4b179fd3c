import type { Reply, User } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { spelledPastLimit } from '../../kit/clients/limited-login.ts';
import type { Stage } from '../../stage.ts';

type Seen = {
  /** Wrong passwords, one after another and all at once: how many were tried, and how many were compared (401). */
  readonly inTurn: Guesses;
  readonly atOnce: Guesses;
  /** What the limited account is told about the right password, and when it may try again. */
  readonly rightPassword: { readonly status: number; readonly retryAfterS: number };
  /** Another spelling of the login's path by which the limited account was signed in to; null where there is none. */
  readonly pastLimit: string | null;
  /** While the account is limited: its own sign-in under way, and the login of somebody else. */
  readonly othersServed: boolean;
  /** Whether its owner could log in again after the time they were told. */
  readonly backIn: boolean;
};

type Guesses = { readonly tried: number; readonly compared: number; readonly ms: number };

const guesses = 40;

export default {
  kind: 'attack',
  id: 'login-rate-limit',
  title: 'Password guessing',
  question: 'How many passwords of one account can be tried, and can the owner be locked out that way?',
  goal: 'Guess a password online, or lock its owner out for good.',
  precondition: 'none',
  severity: 'high',
  references: ['CWE-307', 'CWE-645', 'CWE-178', 'ASVS 6.3.1', 'WSTG-ATHN-03', 'RFC 6585 §4'],
  steps: [
    `${guesses} wrong passwords are tried for an account, one after another; ${guesses} more for another account, released at once.`,
    'Then the right one is tried: its answer must not differ from that to a wrong one.',
    'The right one is also tried by other spellings of the path of the login.',
    'Meanwhile a sign-in of that account goes on, and somebody else logs in.',
    'After the time that Retry-After names, the owner logs in.',
  ],
  fix: 'Limit failed logins of each account, counted before the password is compared, at every spelling of the path. Answer 429, and let its owner in after Retry-After.',
  controls: ['logins-unlimited', 'login-failures-counted-late', 'paths-compared-as-text'],
  needs: { optIn: 'lockout', settings: { loginFailures: 5, loginWindowMs: 3_000 } },
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim, attacker } = stage;
    const held = await stage.signIn(victim);
    const inTurn = await measured(async () => {
      const replies: Reply[] = [];
      for (let n = 0; n < guesses; n += 1) replies.push(await stage.send(guess(stage, victim, n)));
      return replies;
    });
    const { username, password } = victim;
    const right = await stage.perform('login', { values: { username, password } });
    const rightPassword = { status: right.status, retryAfterS: Number(right.headers['retry-after'] ?? 0) };
    const pastLimit = (await spelledPastLimit(stage, victim)) ?? null;
    const servedStill = (await stage.whoAmI(held)) === victim.id;
    const other = await stage.perform('login', {
      values: { username: attacker.username, password: attacker.password },
    });
    const othersServed = servedStill && other.subject === attacker.id;
    const backIn = await isBackIn(stage, victim);
    const atOnce = await measured(() =>
      stage.race(Array.from({ length: guesses }, (_, n) => ({ request: guess(stage, stage.user(3), n) }))),
    );
    return { inTurn, atOnce, rightPassword, pastLimit, othersServed, backIn };
  },

  judge({ inTurn, atOnce, rightPassword, pastLimit, othersServed, backIn }, { settings }): Judgement {
    const counts = { tries: inTurn.tried + atOnce.tried, successes: inTurn.compared + atOnce.compared };
    for (const [how, { tried, compared, ms }] of Object.entries({ 'one after another': inTurn, 'at once': atOnce })) {
      // A fixed window that ends meanwhile begins anew.
      const most = settings.loginFailures * (Math.floor(ms / settings.loginWindowMs) + 2);
      if (compared > most)
        return {
          ...counts,
          outcome: 'succeeded',
          because: `${compared} of ${tried} passwords tried ${how} were compared, where at most ${most} should have been`,
        };
    }
    if (pastLimit !== null)
      return { ...counts, outcome: 'succeeded', because: `${pastLimit} took the password of a limited account` };
    if (!backIn)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `the owner could not log in after the ${rightPassword.retryAfterS} s that they were told`,
      };
    if (!othersServed)
      return {
        ...counts,
        outcome: 'succeeded',
        because: 'guessing at one account ended a sign-in, or kept somebody else from logging in',
      };
    if (inTurn.compared + atOnce.compared === 0)
      return { ...counts, outcome: 'inconclusive', because: 'no password was compared at all' };
    return {
      ...counts,
      outcome: 'blocked',
      because: `${inTurn.compared} of ${inTurn.tried} passwords in turn and ${atOnce.compared} of ${atOnce.tried} at once were compared; the owner was back in after ${rightPassword.retryAfterS} s`,
    };
  },
} satisfies Attack<Seen>;

/** Nobody guesses any more: its owner is told once more how long to wait, since a limit may have begun anew meanwhile. */
async function isBackIn(stage: Stage, { id, username, password }: User): Promise<boolean> {
  const login = () => stage.perform('login', { values: { username, password } });
  const now = await login();
  if (now.subject === id) return true;
  await stage.wait(Number(now.headers['retry-after'] ?? 0) * 1_000);
  return (await login()).subject === id;
}

function guess(stage: Stage, { username }: User, n: number) {
  return stage.request('login', { values: { username, password: `guess number ${n}` } });
}

async function measured(act: () => Promise<readonly Reply[]>): Promise<Guesses> {
  const start = performance.now();
  const replies = await act();
  const compared = replies.filter(({ status }) => status === 401).length;
  return { tried: replies.length, compared, ms: Math.round(performance.now() - start) };
}
