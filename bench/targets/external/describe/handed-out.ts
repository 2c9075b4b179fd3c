import { parseJson, parseSetCookie, type RawAnswer } from '../../../driver/answer.ts';
import type { Target } from '../description.ts';
import { textsIn } from './texts-in.ts';

type Credentials = Target['credentials'];

/** What the answers of a login hand out, as one would type it: `session=cookie:sid`, `refresh=json:refresh_token`. */
export function handedOut(answers: readonly RawAnswer[]): string {
  const cookies = new Set<string>();
  for (const { headers } of answers)
    for (const [name, value] of parseSetCookie(headers['set-cookie'])) {
      if (value === undefined) cookies.delete(name);
      else cookies.add(name);
    }
  const tokens = textsIn(parseJson(answers.at(-1)?.text ?? ''))
    .filter(([path, text]) => text.length >= 20 && !/\s/.test(text) && !/id_?token|csrf/i.test(path))
    .map(([path]) => path);
  const isRefresh = (name: string) => /refresh/i.test(name);
  const found = {
    session: cookiesOf([...cookies].filter((name) => !isRefresh(name))),
    access: jsonOf(tokens.find((path) => !isRefresh(path))),
    refresh: jsonOf(tokens.find(isRefresh)) ?? cookiesOf([...cookies].filter(isRefresh)),
  };
  return Object.entries(found)
    .flatMap(([name, place]) => (place === undefined ? [] : [`${name}=${place}`]))
    .join(', ');
}

/** @returns credentials as they were typed, or what is wrong with them */
export function typedCredentials(text: string): Credentials | string {
  const credentials: Credentials = {};
  for (const part of text.split(',').map((one) => one.trim())) {
    const [, role, kind, where = ''] = /^(session|access|refresh)=(cookie|json|header):(.+)$/.exec(part) ?? [];
    if (role === undefined) return `'${part}' is none, such as session=cookie:sid or access=json:token`;
    credentials[role] = { role: role as 'session', ...placeOf(role, kind, where) };
  }
  return credentials;
}

/** Where the JSON answer of a call may name the account, the likeliest first. */
export function namesIn(text: string, username: string): string[] {
  const all = textsIn(parseJson(text));
  const likely = ([path, value]: readonly [string, string]) =>
    value === username ? 0 : /(^|\.)(id|sub|username|user|name|email|login)$/i.test(path) ? 1 : 2;
  return all.toSorted((a, b) => likely(a) - likely(b)).map(([path]) => path);
}

function placeOf(role: string, kind: string | undefined, where: string): Omit<Credentials[string], 'role'> {
  if (kind === 'cookie') return { in: { cookies: where.split('+') as [string, ...string[]] } };
  const from = `${kind}:${where}`;
  if (role === 'refresh') return { from, in: { field: where.split('.').at(-1) ?? where } };
  return { from, in: kind === 'header' ? { header: where } : { header: 'authorization', prefix: 'Bearer ' } };
}

function cookiesOf(names: readonly string[]): string | undefined {
  return names.length === 0 ? undefined : `cookie:${names.join('+')}`;
}

function jsonOf(path: string | undefined): string | undefined {
  return path === undefined ? undefined : `json:${path}`;
}
