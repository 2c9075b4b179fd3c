import { isLoopback } from '../../../../../reports/text/loopback.ts';
import { inWords } from '../../../../../scenarios/kit/evidence/unanswered.ts';
import { BenchError } from '../../../../errors.ts';
import type { Target } from '../../description.ts';
import type { Explorer } from './explorer.ts';
import { findBasic } from './find-basic.ts';
import { findCall } from './find-call.ts';
import { findChanges } from './find-changes.ts';
import { findLogin } from './find-login.ts';
import { findLogout } from './find-logout.ts';
import { findLogoutAll } from './find-logout-all.ts';
import { findRefresh } from './find-refresh.ts';
import { signedInPages } from './signed-in-pages.ts';
import { stepsText } from './steps-text.ts';

type Step = Target['call'];

/** What is known before: out of a recording, a description of an API, or by the address of a page. */
export interface Hints {
  readonly page?: string | undefined;
  readonly logins?: readonly Target['login'][];
  readonly calls?: readonly Step[];
  readonly logouts?: readonly Step[];
  readonly logoutAlls?: readonly Step[];
  readonly refreshes?: readonly Step[];
  /** Of one token, for which {{token}} stands (RFC 7009). */
  readonly revocations?: readonly Step[];
}

/** One part of a description: where it was found, or what to say where it was not. */
export interface Part {
  readonly name: 'login' | 'call' | 'credentials' | 'renewal' | 'sign-out' | 'everywhere' | 'change' | 'password';
  readonly found: boolean;
  readonly how: string;
}

export interface DiscoveredTarget {
  readonly parts: readonly Part[];
  readonly change: Pick<Target, 'login' | 'call' | 'credentials'> & Partial<Target>;
}

/**
 * Describes a login from two accounts: what is the same in each sign-in is a literal, what differs by user is the subject,
 * what differs each time is a credential or a value against forgery, and what makes the subject vanish when it is left out
 * is the credential.
 * @param onPart called with each part as it is found, or not
 * @throws BenchError AB-E601 where nobody answers, where no login, or nothing that names whoever asks, was found
 */
export async function discoverLogin(
  explorer: Explorer,
  hints: Hints,
  onPart: (part: Part) => void = () => {},
): Promise<DiscoveredTarget> {
  const parts: Part[] = [];
  const tell = (name: Part['name'], found: boolean, how: string) => {
    const part = { name, found, how };
    parts.push(part);
    onPart(part);
  };
  const login = await findLogin(explorer, hints);
  const basic = login ? undefined : await findBasic(explorer);
  if (basic) {
    tell('login', true, `a name and a password with every request to ${basic.call.path}`);
    tell('call', true, `${stepsText(basic.call)} names the account at ${basic.call.subject}`);
    tell('sign-out', false, 'what is sent with every request ends with whoever forgets it');
    return { parts, change: basic };
  }
  if (!login) {
    const { status, failure } = await explorer.get('/');
    if (status === 0)
      throw new BenchError('AB-E601', `${explorer.origin} does not answer: ${inWords(failure)}`, {
        fix: 'start the app, and name the address where it listens',
      });
    throw new BenchError('AB-E601', 'no request was found that signs in and refuses a wrong password', {
      fix: 'name the page of the login, or paste the request that signs in: init-target --from -',
    });
  }
  tell('login', true, `${login.how}: ${stepsText(login.login)}`);
  const call = await findCall(explorer, login, hints.calls ?? []);
  if (!call)
    throw new BenchError('AB-E601', 'the login was found, and no request that names whoever asks', {
      fix: 'paste the login and a request that shows who is signed in: init-target --from -',
    });
  tell('call', true, `${stepsText(call.call)} names the account at ${call.call.subject}`);
  const held = Object.entries(call.credentials).map(
    ([name, one]) => `${name} (${'cookies' in one.in ? one.in.cookies.join(' + ') : one.from})`,
  );
  const idle = call.idle.length > 0 ? `; without a difference: ${call.idle.join(', ')}` : '';
  tell('credentials', true, `${held.join(', ')}${idle}`);
  const { headers } = login;
  const { anonymous } = call;
  const known = {
    ...(headers && { headers: { ...headers } }),
    login: login.login,
    call: call.call,
    credentials: call.credentials,
    ...(anonymous !== undefined && { anonymous }),
  };
  const refresh = await findRefresh(explorer, known, login.seen.first, hints.refreshes ?? []);
  const isExpected = [...login.seen.first.keys()].some((place) => /refresh/i.test(place));
  if (refresh) tell('renewal', true, stepsText(refresh.refresh));
  else if (isExpected)
    tell('renewal', false, 'a refresh token is handed out: add a step `refresh`, or paste the request');
  const renewed = { ...known, ...refresh };
  const sentAlong = keptCookies(call.idle, renewed.credentials);
  const keeping = { ...renewed, ...(sentAlong && { keepCookies: sentAlong }) };
  const logout = await findLogout(explorer, keeping, hints.logouts ?? [], hints.revocations ?? []);
  if (logout) tell('sign-out', true, stepsText(logout));
  else tell('sign-out', false, 'nothing that was tried ends a sign-in: add a step `logout`, or paste the request');
  const ended = { ...keeping, ...(logout && { logout }) };
  // links are followed on this machine alone
  const pages = isLoopback(new URL(explorer.origin).hostname) ? await signedInPages(explorer, ended) : [];
  const logoutAll = logout && (await findLogoutAll(explorer, ended, hints.logoutAlls ?? [], pages));
  if (logoutAll) tell('everywhere', true, `${stepsText(logoutAll)} ends all sign-ins of an account`);
  else if (logout) tell('everywhere', false, 'nothing that was tried ends all sign-ins: add a step `logoutAll`');
  const all = { ...ended, ...(logoutAll && { logoutAll }) };
  return { parts, change: { ...all, ...(await findChanges(explorer, all, pages, tell)) } };
}

/**
 * A browser sends every cookie, whatever the call makes of it: another step may go by one of them, as a sign-out that looks
 * up in the second what it ends.
 */
function keptCookies(idle: readonly string[], credentials: Target['credentials']): string[] | undefined {
  const held = Object.values(credentials).flatMap((one) => ('cookies' in one.in ? one.in.cookies : []));
  const cookies = idle.flatMap((place) => /^cookie:(.+)$/.exec(place)?.[1] ?? []);
  const kept = cookies.filter((name) => !held.includes(name));
  return held.length > 0 && kept.length > 0 ? kept : undefined;
}
