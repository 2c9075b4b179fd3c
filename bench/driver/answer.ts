import { cookiesSetBy, isDeletion } from '../../scenarios/kit/clients/set-cookie.ts';
import { fieldOn, readPage } from './page-forms.ts';

/** What of an answer is read; header names are lower case. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly ms: number;
  readonly failure?: string;
}

/**
 * Reads one text out of an answer: `json:a.b` (or just the path), `header:name`, `location` (path and query of where a
 * redirect leads), `query:name` of that address, `cookie:name` (`cookie-decoded:name` without its percent signs),
 * `field:name` of a form and `meta:name` of a page as a browser reads them, `regex:…` on the body (its first group).
 */
export function readPlace(place: string, answer: RawAnswer, body = parseJson(answer.text)): string | undefined {
  const [, kind = 'json', name = ''] =
    /^(json|header|query|cookie|cookie-decoded|field|meta|regex):(.*)$/s.exec(place) ?? [];
  if (place === 'location') return address(answer)?.replace(/^https?:\/\/[^/]*/, '');
  if (kind === 'header') return [answer.headers[name.toLowerCase()] ?? []].flat()[0];
  if (kind === 'query')
    return new URLSearchParams(address(answer)?.split('?')[1]?.split('#')[0]).get(name) ?? undefined;
  if (kind === 'cookie') return parseSetCookie(answer.headers['set-cookie']).get(name);
  if (kind === 'cookie-decoded') return decoded(parseSetCookie(answer.headers['set-cookie']).get(name));
  if (kind === 'field') return fieldOn(answer.text, name);
  if (kind === 'meta') return readPage(answer.text).meta.get(name);
  if (kind === 'regex') return new RegExp(name, 's').exec(answer.text)?.[1];
  const value = memberAt(body, name === '' ? place : name);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** Cookie name to value; undefined for one that the answer deletes. */
export function parseSetCookie(header: string | string[] | undefined): Map<string, string | undefined> {
  const cookies = cookiesSetBy({ 'set-cookie': header });
  return new Map(cookies.map((cookie) => [cookie.key, isDeletion(cookie) ? undefined : cookie.value]));
}

/** The member of a parsed JSON text at a path such as `user.id`, or `items.0.id`. */
export function memberAt(body: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), body);
}

/** A text without its percent signs, or as it is where they mean nothing. */
export function decoded<T extends string | undefined>(text: T): T | string {
  try {
    return text === undefined ? text : decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function address({ headers }: RawAnswer): string | undefined {
  return [headers.location ?? []].flat()[0];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
