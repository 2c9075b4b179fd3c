import { redactText } from '../../../reports/text/redact.ts';
import type { Credential, Reply, User } from '../../../scenarios/exchange.ts';
import { credentialCookies } from '../../../scenarios/kit/clients/credential-cookies.ts';
import { cookiesSetBy, isDeletion } from '../../../scenarios/kit/clients/set-cookie.ts';
import { inWords, isAnswered, isCut } from '../../../scenarios/kit/evidence/unanswered.ts';
import type { Stage } from '../../../scenarios/stage.ts';
import type { Step, StepName } from '../../../servers/scheme.ts';
import { BenchError } from '../../errors.ts';
import { changesWork } from './changes-work.ts';
import { idleParts } from './idle-parts.ts';
import { looksRefused } from './looks-refused.ts';

/**
 * Finds out whether a description is true before anything is concluded from it: both users can sign in, each call
 * names its own user and another one for the other, nobody is named without a credential, and a wrong password is
 * worth nothing. A server that says yes to everybody would pass for a perfect one otherwise. Each further step has to do
 * what it is for: a renewal goes on, after a sign-out nobody is signed in; and each credential makes a difference.
 * @param writes whether what changes something may be tried as well
 * @returns the users, each with the id that the target calls it by
 * @throws BenchError AB-E601 that says which of it is not so
 */
export async function preflight(stage: Stage, users: readonly User[], writes = false): Promise<User[]> {
  const named = await signedIn(stage, users);
  const double = named.find(({ id }, i) => named.findIndex((other) => other.id === id) !== i);
  if (double) fail(`two users are called '${double.id}' by the call: it cannot tell them apart`);
  const isUser = (subject: string) => named.some(({ id }) => id === subject);
  await nobody(stage, await stage.perform('me', { mayBeSilent: true }), 'a call without a credential', (subject) =>
    isUser(subject) ? '' : `; where that is what strangers are called, say anonymous: ${JSON.stringify(subject)}`,
  );
  const [first] = named;
  if (!first) return named;
  const { username } = first;
  const refused = await stage.perform('login', {
    values: { username, password: 'not-the-password-1' },
    mayBeSilent: true,
  });
  if (!isAnswered(refused)) fail(`a login with a wrong password was ${told(refused)}`);
  const call = await stage.perform('me', { as: refused.credential, mayBeSilent: true });
  await nobody(stage, call, 'a login with a wrong password');
  await further(stage, first, writes);
  // a value against forgery that stands in the description may be good for one of them alone
  const [, other] = named;
  if (other && stage.target.protocol.steps.logout) await signsOut(stage, 'logout', await again(stage, other), other);
  return named;
}

async function signedIn(stage: Stage, users: readonly User[]): Promise<User[]> {
  const { me, login: step } = stage.target.protocol.steps;
  const named: User[] = [];
  for (const user of users) {
    const login = await stage.perform('login', { values: passwordOf(user), mayBeSilent: true });
    const who = nameFor(users, user);
    if (!step.ok.includes(login.status)) fail(`the login of ${who} was ${told(login)}`);
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
  return named;
}

/** Steps that a description may lack, in the order of a life: the last ones end it. */
async function further(stage: Stage, user: User, writes: boolean): Promise<void> {
  const { steps } = stage.target.protocol;
  if (steps.visit) done(stage, 'visit', await stage.perform('visit', { mayBeSilent: true }));
  let held = await again(stage, user);
  const idle = await idleParts(stage, held, user.id);
  if (idle.length > 0)
    fail(
      `the call names '${user.id}' without ${idle.join(' and without ')} too: that is no credential, though it may be one of keepCookies`,
    );
  if (steps.refresh) {
    const renewed = done(stage, 'refresh', await stage.perform('refresh', { as: held, mayBeSilent: true }));
    const { subject } = await stage.perform('me', { as: renewed.credential, mayBeSilent: true });
    if (subject !== user.id) fail(`the renewal was ${told(renewed)}, and the call then names ${quoted(subject)}`);
    held = renewed.credential;
  }
  if (steps.slow)
    done(stage, 'slow', await stage.perform('slow', { as: held, values: { ms: '200' }, mayBeSilent: true }));
  if (writes) {
    const wrong = await changesWork(stage, held, user);
    if (wrong !== undefined) fail(wrong);
    // a new password may end every sign-in
    held = await again(stage, user);
  }
  for (const name of ['logout', 'logoutAll'] as const) {
    if (!steps[name]) continue;
    await signsOut(stage, name, held, user);
    held = await again(stage, user);
  }
}

async function signsOut(stage: Stage, name: 'logout' | 'logoutAll', held: Credential, user: User): Promise<void> {
  const reply = done(stage, name, await stage.perform(name, { as: held, mayBeSilent: true }));
  await ends(stage, name, reply, held, user);
}

async function again(stage: Stage, user: User): Promise<Credential> {
  return (await stage.perform('login', { values: passwordOf(user) })).credential;
}

function done(stage: Stage, name: StepName, reply: Reply): Reply {
  const step = stage.target.protocol.steps[name];
  if (!step?.ok.includes(reply.status) || reply.failure !== undefined)
    fail(`${titles[name] ?? name} was ${told(reply)}${step ? ofContent(stage, step, reply) : ''}`);
  return reply;
}

/** RFC 9110 §9.3.5: content of a DELETE has no meaning, and may have a server close the connection. */
function ofContent({ target: { protocol } }: Stage, { method, json, form, carries }: Step, reply: Reply): string {
  const inBody = (name: string) => 'field' in (protocol.credentials[name]?.in ?? {});
  const hasContent = json !== undefined || form !== undefined || carries.some(inBody);
  if (method !== 'DELETE' || !hasContent || reply.status !== 0 || !isCut(reply.failure)) return '';
  const others = carries.filter((name) => !inBody(name)).join(', ');
  return `. Some servers do so at a DELETE with a body; where it needs none, say auth: [${others}] of that step`;
}

/**
 * What a browser holds then is good for nothing. A client that keeps a token in a header forgets it by itself: there, that
 * a copy goes on is the finding of the property of that name.
 */
async function ends(stage: Stage, name: StepName, reply: Reply, held: Credential, user: User): Promise<void> {
  const { declared, traits, protocol } = stage.target;
  if (declared.revokesOnLogout === false) return;
  const left = await stage.perform('me', { as: reply.credential, mayBeSilent: true });
  if (left.subject !== user.id || !protocol.steps.me.ok.includes(left.status)) return;
  const refused = looksRefused(reply);
  // that it deletes, and the browser keeps it, is a finding of its own
  const names = credentialCookies(protocol);
  const deletes = cookiesSetBy(reply.headers).some((cookie) => names.includes(cookie.key) && isDeletion(cookie));
  if ((traits.transport === 'bearer' || deletes) && !refused) return;
  const isOver = async () => (await stage.whoAmI(held)) !== user.id;
  // a note of it may lag behind in a cache
  const until =
    performance.now() + (typeof declared.revokesOnLogout === 'object' ? declared.revokesOnLogout.withinMs : lagMs);
  while (!refused && performance.now() < until && !(await isOver())) await stage.wait(250);
  if (await isOver()) return;
  fail(
    `after ${titles[name]}, ${told(reply)}${said(reply)}, '${user.id}' is still signed in. Where that is what your app does, say expect: { revokesOnLogout: false }`,
  );
}

const lagMs = 6_000;

function said({ body, headers }: Reply): string {
  const text = body === undefined ? [headers.location ?? []].flat()[0] : JSON.stringify(body);
  return text === undefined || text === '' ? '' : ` (${redactText(text.slice(0, 120))})`;
}

const titles: Partial<Record<StepName, string>> = {
  visit: 'the visit',
  refresh: 'the renewal',
  slow: 'the slow write',
  logout: 'the sign-out',
  logoutAll: 'the sign-out everywhere',
};

async function nobody(stage: Stage, reply: Reply, what: string, fix: (subject: string) => string = () => '') {
  const { status, subject } = reply;
  const { ok } = stage.target.protocol.steps.me;
  if (!isAnswered(reply)) fail(`${what} was ${told(reply)}`);
  if (ok.includes(status) && subject !== undefined) fail(`${what} speaks for '${subject}'${fix(subject)}`);
}

/** Credentials that an ordinary request carries: without them nobody is signed in. */
function wanted(stage: Stage): string[] {
  const { credentials, steps } = stage.target.protocol;
  return steps.me.carries.filter((name) => credentials[name]?.role !== 'companion');
}

function told({ status, failure, stoppedAt, headers }: Reply): string {
  if (status === 0) return stoppedAt === undefined ? `not answered: ${inWords(failure)}` : `not sent: ${failure}`;
  const to =
    headers.location === undefined
      ? ''
      : `, a redirect to ${redactText([headers.location].flat()[0]?.split('?')[0] ?? '')}`;
  const limited = status === 429 ? ', a rate limit' : '';
  return `answered ${status}${to}${limited}${failure === undefined ? '' : ` (${failure})`}`;
}

/** JSON was expected and something else came: the commonest slip of a description. */
function shape({ body, headers }: Reply): string {
  const type = String(headers['content-type'] ?? 'no content type').split(';')[0];
  return body === undefined ? ` (the answer is ${type}, not JSON)` : '';
}

function quoted(subject: string | undefined): string {
  return subject === undefined ? 'nobody' : `'${subject}'`;
}

function passwordOf({ username, password }: User): Record<string, string> {
  return { username, password };
}

function nameFor(users: readonly User[], user: User): string {
  return `user ${users.indexOf(user) + 1}`;
}

function fail(why: string): never {
  throw new BenchError('AB-E601', why);
}
