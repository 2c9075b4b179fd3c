import { redactText } from '../../../reports/text/redact.ts';
import type { User } from '../../../scenarios/exchange.ts';
import { isAnswered } from '../../../scenarios/kit/evidence/unanswered.ts';
import type { Stage } from '../../../scenarios/stage.ts';
import { BenchError } from '../../errors.ts';

/**
 * Finds out whether a description is true before anything is concluded from it: both users can sign in, each call
 * names its own user and another one for the other, nobody is named without a credential, and a wrong password is
 * worth nothing. A server that says yes to everybody would pass for a perfect one otherwise.
 * @returns the users, each with the id that the target calls it by
 * @throws BenchError AB-E601 that says which of it is not so
 */
export async function preflight(stage: Stage, users: readonly User[]): Promise<User[]> {
  const { me } = stage.target.protocol.steps;
  const named: User[] = [];
  for (const user of users) {
    const { username, password } = user;
    const login = await stage.perform('login', { values: { username, password }, mayBeSilent: true });
    const who = nameFor(users, user);
    if (!stage.target.protocol.steps.login.ok.includes(login.status)) fail(`the login of ${who} was ${told(login)}`);
    const missing = wanted(stage).filter((name) => !(name in login.credential));
    if (missing.length > 0) fail(`the login of ${who} was ${told(login)}, and handed out no ${missing.join(', ')}`);
    const call = await stage.perform('me', { as: login.credential, mayBeSilent: true });
    if (!me.ok.includes(call.status)) fail(`the call of ${who} after the login was ${told(call)}`);
    if (call.subject === undefined)
      fail(`the call of ${who} was answered ${call.status}, and names nobody at '${me.subject}'${shape(call)}`);
    if (user.id !== '' && call.subject !== user.id)
      fail(`the call of ${who} names '${call.subject}', and the description says '${user.id}'`);
    named.push({ ...user, id: call.subject });
  }
  const double = named.find(({ id }, i) => named.findIndex((other) => other.id === id) !== i);
  if (double) fail(`two users are called '${double.id}' by the call: it cannot tell them apart`);
  await nobody(stage, await stage.perform('me', { mayBeSilent: true }), 'a call without a credential');
  const { username = '' } = users[0] ?? {};
  const refused = await stage.perform('login', {
    values: { username, password: 'not-the-password-1' },
    mayBeSilent: true,
  });
  if (!isAnswered(refused)) fail(`a login with a wrong password was ${told(refused)}`);
  const call = await stage.perform('me', { as: refused.credential, mayBeSilent: true });
  await nobody(stage, call, 'a login with a wrong password');
  return named;
}

async function nobody(stage: Stage, reply: Awaited<ReturnType<Stage['perform']>>, what: string) {
  const { status, subject } = reply;
  const { ok } = stage.target.protocol.steps.me;
  if (!isAnswered(reply)) fail(`${what} was ${told(reply)}`);
  if (ok.includes(status) && subject !== undefined) fail(`${what} speaks for '${subject}'`);
}

/** Credentials that an ordinary request carries: without them nobody is signed in. */
function wanted(stage: Stage): string[] {
  const { credentials, steps } = stage.target.protocol;
  return steps.me.carries.filter((name) => credentials[name]?.role !== 'companion');
}

function told({ status, failure, headers }: Awaited<ReturnType<Stage['perform']>>): string {
  if (status === 0) return `not answered: ${failure ?? 'unknown'}`;
  const to =
    headers.location === undefined
      ? ''
      : `, a redirect to ${redactText([headers.location].flat()[0]?.split('?')[0] ?? '')}`;
  const limited = status === 429 ? ', a rate limit' : '';
  return `answered ${status}${to}${limited}${failure === undefined ? '' : ` (${failure})`}`;
}

/** JSON was expected and something else came: the commonest slip of a description. */
function shape({ body, headers }: Awaited<ReturnType<Stage['perform']>>): string {
  const type = String(headers['content-type'] ?? 'no content type').split(';')[0];
  return body === undefined ? ` (the answer is ${type}, not JSON)` : '';
}

function nameFor(users: readonly User[], user: User): string {
  return `user ${users.indexOf(user) + 1}`;
}

function fail(why: string): never {
  throw new BenchError('AB-E601', why);
}
