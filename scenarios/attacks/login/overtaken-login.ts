import type { Credential, User } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { together } from '../../kit/evidence/together.ts';
import { timed } from '../../kit/windows/age.ts';
import type { Stage } from '../../stage.ts';

const endings = ['logoutAll', 'password', 'disable'] as const;
type Ending = (typeof endings)[number];

/** A login, and what ended all sign-ins of its account while the password was being compared. */
type Crossing = {
  readonly ending: Ending;
  readonly tries: number;
  /** Whether the login began before the ending was done, and was answered after it. */
  readonly overlapped: boolean;
  readonly status: number;
  /** Whether it speaks for its owner. */
  readonly alive: boolean;
};

type Seen = {
  readonly crossed: readonly Crossing[];
  /** Logins at once, amid which their account is disabled; absent where nobody can take back what came first. */
  readonly raced?: { readonly logins: number; readonly handedOut: number; readonly alive: number };
};

const inWords: Readonly<Record<Ending, string>> = {
  logoutAll: 'a logout everywhere',
  password: 'a changed password',
  disable: 'a disabled account',
};

const logins = 12;
const mostTries = 5;
/** What comes so much later comes while a password of this cost is still being compared. */
const passwordCost = 17;
const laterMs = 60;
/** What lies so far apart was not answered by chance in that order. */
const apartMs = 50;

export default {
  kind: 'attack',
  id: 'overtaken-login',
  title: 'A login that an ending overtakes',
  question: 'Is a login refused when all sign-ins of its account were ended while its password was compared?',
  goal: 'Be signed in after an ending, by a login that was under way and that the ending did not see.',
  precondition: 'own-account',
  severity: 'high',
  references: ['CWE-367', 'CWE-362', 'ASVS 7.4.2', 'ASVS 7.4.3'],
  steps: [
    'An account is given a password that takes long to be compared. While it logs in, its owner logs out everywhere.',
    'While it logs in once more, with the old password, the password is changed; and while it logs in again, an administrator disables it.',
    'With whatever each of these logins handed out, a transfer is asked for.',
    `For another account ${logins} logins are sent at once, and the account is disabled amid them; whatever a login handed out is tried afterwards.`,
  ],
  fix: 'Ask once more after the password hash whether the account is as it was. Where it is not, refuse the login and end what it began.',
  controls: ['login-outruns-ending'],
  needs: {
    steps: ['disable', 'enable', 'logoutAll', 'password', 'transfer'],
    ourRoutes: true,
    settings: { passwordCost },
  },
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const boss = await stage.signIn(stage.admin);
    let owner = stage.user(3);
    // the passwords of a test's accounts cost nothing to compare: one that was changed costs what the server asks for
    if (await perform(stage, 'password', await stage.signIn(owner), owner)) owner = withNext(owner);
    const crossed: Crossing[] = [];
    for (const ending of endings) {
      let seen = await cross(stage, boss, owner, ending);
      let tries = 1;
      for (; !seen.overlapped && tries < mostTries; tries += 1) seen = await cross(stage, boss, seen.owner, ending);
      const { overlapped, status, alive } = seen;
      owner = seen.owner;
      crossed.push({ ending, tries, overlapped, status, alive });
    }
    // what nobody can take back is good until its end where its login came first
    const isTakenBack = stage.target.traits.revocation !== 'at-expiry';
    return { crossed, ...(isTakenBack && { raced: await race(stage, stage.user(4)) }) };
  },

  judge({ crossed, raced }): Judgement {
    const won = crossed.filter(({ alive }) => alive);
    const counts = {
      tries: crossed.reduce((sum, { tries }) => sum + tries, raced?.logins ?? 0),
      successes: won.length + (raced?.alive ?? 0),
    };
    const named = (some: readonly Crossing[]) => some.map(({ ending }) => inWords[ending]).join(', ');
    if (won.length > 0)
      return { ...counts, outcome: 'succeeded', because: `a login that was under way outlived ${named(won)}` };
    if (raced && raced.alive > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${raced.alive} of ${raced.logins} logins outran the order that disabled their account`,
      };
    const crashed = crossed.filter(({ status }) => status >= 500);
    if (crashed.length > 0)
      return { ...counts, outcome: 'blocked-by-crash', because: `a login failed at ${named(crashed)}` };
    const untold = crossed.filter(({ overlapped }) => !overlapped);
    if (untold.length > 0)
      return { ...counts, outcome: 'inconclusive', because: `no login was under way at ${named(untold)}` };
    return {
      ...counts,
      outcome: 'blocked',
      because: `no login outlived ${named(crossed)}${raced ? `, and none of ${raced.handedOut} sign-ins of ${raced.logins} raced logins did` : ''}`,
    };
  },
} satisfies Attack<Seen>;

/** One login and one ending of all sign-ins. @returns what came of it, and the owner as they log in from then on */
async function cross(stage: Stage, boss: Credential, owner: User, ending: Ending) {
  const { username, password } = owner;
  const { value: held, span } = await timed(() => stage.signIn(owner));
  const loginMs = span.answeredMs - span.sentMs;
  // two passwords are hashed before one is changed: the login begins amid the second
  const [orderMs, waitMs] = ending === 'password' ? [0, 1.5 * loginMs] : [laterMs, 0];

  const order = async () => {
    await stage.wait(orderMs);
    return timed(() => perform(stage, ending, ending === 'disable' ? boss : held, owner));
  };
  const login = async () => {
    await stage.wait(waitMs);
    return timed(() => stage.perform('login', { values: { username, password } }));
  };
  const [{ value: isDone, span: ended }, { value: reply, span: late }] = await together(order(), login());
  const { status, credential } = reply;
  const overlapped = isDone && ended.answeredMs - late.sentMs > apartMs && late.answeredMs - ended.answeredMs > apartMs;
  const alive = overlapped && (await isOf(stage, owner, credential));
  if (ending === 'disable') await perform(stage, 'enable', boss, owner);
  return { overlapped, status, alive, owner: isDone && ending === 'password' ? withNext(owner) : owner };
}

async function perform(stage: Stage, step: Ending | 'enable', as: Credential, owner: User): Promise<boolean> {
  const { id, password } = owner;
  const { status } = await stage.perform(step, { as, values: { id, password, next: withNext(owner).password } });
  return stage.target.protocol.steps[step]?.ok.includes(status) ?? false;
}

function withNext(owner: User): User {
  return { ...owner, password: `${owner.password}+` };
}

/** What reads may be answered for a while after an end; a transfer is not. */
async function isOf(stage: Stage, { id }: User, as: Credential): Promise<boolean> {
  return (await stage.perform('transfer', { as })).subject === id;
}

async function race(stage: Stage, racer: User): Promise<NonNullable<Seen['raced']>> {
  const { id, username, password } = racer;
  const boss = await stage.signIn(stage.admin);
  const { span } = await timed(() => stage.signIn(racer));
  const loginMs = span.answeredMs - span.sentMs;
  const order = async () => {
    // some of them are answered by then
    await stage.wait(2 * loginMs);
    await stage.perform('disable', { as: boss, values: { id } });
  };
  const released = Array.from({ length: logins }, () => stage.perform('login', { values: { username, password } }));
  const [replies] = await together(Promise.all(released), order());
  const held = replies.flatMap(({ credential }) => (isHandedOut(credential) ? [credential] : []));
  const answers = await Promise.all(held.map((credential) => isOf(stage, racer, credential)));
  return { logins, handedOut: held.length, alive: answers.filter((alive) => alive).length };
}

function isHandedOut(credential: Credential): boolean {
  return Object.values(credential).some(({ role }) => role !== 'companion');
}
