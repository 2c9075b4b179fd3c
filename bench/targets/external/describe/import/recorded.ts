import type { Target } from '../../description.ts';
import type { Hints } from '../discovery/discover-target.ts';
import { isEverywhere } from '../discovery/sign-outs-on-page.ts';

type Step = Target['call'];

/** A request that somebody's browser, shell or tool has made, or would make. */
export interface Recorded {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Names and passwords of the users, which stand in recordings and must not be in a description. */
export type Known = readonly { readonly username: string; readonly password: string }[];

/** @returns what recordings tell of one origin: which of them sign in, sign out, renew, and ask */
export function hintsIn(
  recorded: readonly Recorded[],
  known: Known,
): { readonly origin: string | undefined; readonly hints: Hints } {
  const isLogin = (one: Recorded) => one.method !== 'GET' && /pass(word|wd)?|pwd/i.test(one.body ?? '');
  const login = recorded.find(isLogin);
  const origin = originOf(login ?? recorded[0]);
  const own = recorded.filter((one) => originOf(one) === origin);
  const steps = (wanted: (one: Recorded) => boolean) => own.filter(wanted).map((one) => stepOf(one, known));
  const isLogout = ({ url }: Recorded) => /log-?(out|off)|sign-?(out|off)/i.test(url);
  const isRefresh = ({ url, body = '' }: Recorded) => /refresh/i.test(`${url} ${body}`);
  const isCall = (one: Recorded) =>
    one.method === 'GET' && !isLogout(one) && !/\.(css|js|png|svg|ico|woff2?|jpe?g|gif|map)(\?|$)/i.test(one.url);
  const pageBefore = login && own.slice(0, own.indexOf(login)).findLast(({ method }) => method === 'GET');
  const isForm = login !== undefined && !isJson(login);
  return {
    origin,
    hints: {
      ...(login && (isForm ? { page: pathOf(pageBefore ?? login) } : {})),
      ...(login && { logins: steps(isLogin) }),
      calls: [
        ...new Map(
          steps((one) => isCall(one) && (!login || own.indexOf(one) > own.indexOf(login))).map((step) => [
            step.path,
            step,
          ]),
        ).values(),
      ],
      logouts: steps((one) => isLogout(one) && !isEverywhere(pathOf(one))),
      logoutAlls: steps((one) => isLogout(one) && isEverywhere(pathOf(one))),
      revocations: own.filter(isRevocation).map((one) => withToken(stepOf(one, known))),
      refreshes: steps((one) => !isLogin(one) && isRefresh(one) && !isRevocation(one) && one.method !== 'GET'),
    },
  };
}

/** RFC 7009: a request that names a token to take it back. */
function isRevocation({ method, url, body = '' }: Recorded): boolean {
  return method !== 'GET' && /revo(ke|cation)/i.test(url) && /token/i.test(body);
}

/** Whichever token was recorded is over by now. */
function withToken({ form, json, ...step }: Step): Step {
  const fresh = <T>(fields: Readonly<Record<string, T>>) =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, tokenField.test(name) ? '{{token}}' : value]),
    );
  return { ...step, ...(form && { form: fresh(form) }), ...(json && { json: fresh(json) }) };
}

const tokenField = /^((access|refresh)_?)?token$/i;

/** Of what a client adds by itself, nothing is said; who signs in is a template. */
export function stepOf({ method, url, headers, body }: Recorded, known: Known): Step {
  const own = Object.entries(headers).filter(([name]) => !given.test(name));
  const type = Object.entries(headers).find(([name]) => /^content-type$/i.test(name))?.[1] ?? '';
  const isObject = isJson({ body, headers });
  const filled = isObject ? templates(JSON.parse(body ?? '{}'), known) : undefined;
  const form =
    body !== undefined && body !== '' && !isObject && !/multipart/.test(type) ? new URLSearchParams(body) : undefined;
  return {
    method: method.toUpperCase(),
    path: pathOf({ url }),
    ...(own.length > 0 && { headers: Object.fromEntries(own) }),
    ...(isRecord(filled) && { json: filled as NonNullable<Step['json']> }),
    ...(form && {
      form: Object.fromEntries([...form].map(([name, value]) => [name, String(template(name, value, known))])),
    }),
  };
}

/** Of the connection, of the client, of who is signed in; the rest may be asked for. */
const given =
  /^(:|host$|cookie$|authorization$|content-(type|length)$|accept|user-agent$|connection$|cache-control$|pragma$|referer$|origin$|sec-|dnt$|te$|priority$|upgrade-insecure|if-)/i;

function templates(value: unknown, known: Known, name = ''): unknown {
  if (typeof value === 'string') return template(name, value, known);
  if (Array.isArray(value)) return value.map((inner) => templates(inner, known));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, templates(inner, known, key)]));
}

/** By its value where it is one of the users', else by its name: a recording may be of another account. */
function template(name: string, value: string, known: Known): string {
  if (known.some((user) => user.password === value) || /^(.*[-_.])?(pass(word|wd)?|pwd)$/i.test(name))
    return '{{password}}';
  if (known.some((user) => user.username === value) || /^(user(_?name)?|e?-?mail|login|identifier)$/i.test(name))
    return '{{username}}';
  return value;
}

function isJson({ body = '', headers }: Pick<Recorded, 'headers'> & { readonly body?: string | undefined }): boolean {
  const type = Object.entries(headers).find(([name]) => /^content-type$/i.test(name))?.[1];
  if (type !== undefined && !/json/i.test(type)) return false;
  try {
    return isRecord(JSON.parse(body));
  } catch {
    return false;
  }
}

function originOf(one: Pick<Recorded, 'url'> | undefined): string | undefined {
  return one && new URL(one.url).origin;
}

function pathOf({ url }: Pick<Recorded, 'url'>): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
