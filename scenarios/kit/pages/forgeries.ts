import { isIP } from 'node:net';
import type { HttpRequest } from '../../exchange.ts';
import type { BrowserJar, SeenFrom } from '../clients/browser-jar.ts';

/** Whose page a signed-in browser looks at, where it is not the application's: a stranger's, or that of a sibling subdomain. */
export type ForeignPage = 'cross-site' | 'sibling';

export interface ForgedByHttp {
  readonly way: string;
  readonly request: HttpRequest;
  /** Cookies that the browser sends along; none where it keeps them all back. */
  readonly carried: readonly string[];
}

/**
 * What such a page can make a browser send without asking first (Fetch §2.2.2, §4.8): GET and POST, three types of body in
 * whatever letters, or none, no header of its own, and nothing that it would have to read from a page of the application. Pages can leave out
 * where they are: the Origin of a POST is then null (Fetch §3.1).
 * @param plain the request of the application's own page, with nothing in it that only such a page knows
 * @param own the same with what such a page tells the attacker, who has an account too
 */
export function forgeries(page: ForeignPage, plain: HttpRequest, jar: BrowserJar, own = plain): ForgedByHttp[] {
  const { host = '' } = plain.headers;
  const origins = [originOf(page, host), 'null'];
  return simpleRequests(plain, own).flatMap(({ way, request, isFetched }) => {
    const isGet = request.method === 'GET';
    const carried = jar.sent(request.path, seenFrom[page][isGet ? 'link' : 'post']);
    const from = (origin?: string): ForgedByHttp => ({
      way: origin === 'null' ? `${way}, Origin null` : way,
      carried: carried.map((pair) => pair.split('=')[0] ?? ''),
      request: {
        ...request,
        headers: {
          ...request.headers,
          host,
          ...(origin !== undefined && { origin }),
          'sec-fetch-site': page === 'sibling' ? 'same-site' : 'cross-site',
          'sec-fetch-mode': isFetched ? 'no-cors' : 'navigate',
          'sec-fetch-dest': isFetched ? 'empty' : 'document',
          ...(carried.length > 0 && { cookie: carried.join('; ') }),
        },
      },
    });
    return isGet ? [from()] : origins.map(from);
  });
}

/** RFC 6265bis §5.2: which cookies go along depends on whose page asks, and whether by a link. */
const seenFrom: Readonly<Record<ForeignPage, Readonly<Record<'link' | 'post', SeenFrom>>>> = {
  'cross-site': { link: 'lax', post: 'none' },
  sibling: { link: 'strict', post: 'strict' },
};

/** Where a host is an address, another port of it is the same site. */
function originOf(page: ForeignPage, host: string): string {
  if (page === 'cross-site') return 'https://evil.example';
  const name = host.replace(/:\d+$/, '');
  const isAlone = isIP(name.replace(/[[\]]/g, '')) > 0 || name === 'localhost';
  return isAlone ? `http://${name}:1` : `https://evil.${host}`;
}

/**
 * As it stands, without the fields of which only the application's pages know the value, and with what they tell the
 * attacker there: a token of another session.
 */
function simpleRequests(plain: HttpRequest, own: HttpRequest): Simple[] {
  const all = fieldsOf(plain);
  const known = all.filter(([, value]) => value !== '');
  const sets: readonly (readonly [which: string, of: HttpRequest, fields: Fields])[] = [
    ['', plain, all],
    ...(known.length < all.length ? ([[' without its secrets', plain, known]] as const) : []),
    ...(own.body === plain.body && own.path === plain.path
      ? []
      : ([[" with the attacker's own token", own, fieldsOf(own)]] as const)),
  ];
  return sets.flatMap(([which, { method, path }, fields]) =>
    [...posts(path, fields), ...fetched(path, fields, isJson(plain)), ...claims(method, path, fields)].map((one) => ({
      ...one,
      way: one.way + which,
    })),
  );
}

type Fields = readonly [string, string][];
interface Simple {
  readonly way: string;
  readonly request: HttpRequest;
  /** By a script, without leave to read the answer: no form has such a type. */
  readonly isFetched?: true;
}

function posts(path: string, fields: Fields): Simple[] {
  const form = new URLSearchParams([...fields]).toString();
  const json = JSON.stringify(Object.fromEntries(fields));
  const parts = fields.map(
    ([name, value]) => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return [
    { way: 'form', type: 'application/x-www-form-urlencoded', body: form },
    { way: 'JSON in a form of text/plain', type: 'text/plain', body: json },
    { way: 'form in parts', type: 'multipart/form-data; boundary=x', body: `${parts.join('')}--x--\r\n` },
  ].map(({ way, type, body }) => ({ way, request: { method: 'POST', path, headers: { 'content-type': type }, body } }));
}

/**
 * What guards pass by that know the three types as text: a Blob has none (CVE-2024-48913), letters may be capitals
 * (CVE-2024-43787), and a type may name another one in a parameter. Browsers read them as RFC 9110 §8.3.1 does.
 */
function fetched(path: string, fields: Fields, ownIsJson: boolean): Simple[] {
  const form = new URLSearchParams([...fields]).toString();
  const json = JSON.stringify(Object.fromEntries(fields));
  const asked = (way: string, body: string, headers: Readonly<Record<string, string>>): Simple => ({
    way,
    request: { method: 'POST', path, headers, body },
    isFetched: true,
  });
  return [
    asked('body of no type', ownIsJson ? json : form, {}),
    asked('form whose type has capitals', form, { 'content-type': 'Application/X-WWW-Form-Urlencoded' }),
    asked('JSON as text/plain that names its type', json, { 'content-type': 'text/plain; x=application/json' }),
  ];
}

/** A link; and what claims a method that no page can send by itself, for servers that believe it (CWE-650). */
function claims(method: string, path: string, fields: Fields): Simple[] {
  const link = (more: Fields) => {
    const query = new URLSearchParams([...fields, ...more]).toString();
    const whole = query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`;
    return { method: 'GET', path: whole, headers: {} };
  };
  const claimed: Fields = [['_method', method]];
  const [form] = posts(path, [...fields, ...claimed]);
  return [
    { way: 'link', request: link([]) },
    { way: `link that claims ${method}`, request: link(claimed) },
    ...(form && method !== 'POST' ? [{ way: `form that claims ${method}`, request: form.request }] : []),
  ];
}

/** What is not flat can still be sent, as JSON in a form of text/plain; of a form it leaves the flat part. */
function fieldsOf(request: HttpRequest): Fields {
  const { body = '' } = request;
  if (!isJson(request)) return [...new URLSearchParams(body)];
  return Object.entries(Object(JSON.parse(body || '{}'))).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
}

function isJson({ headers }: HttpRequest): boolean {
  return headers['content-type']?.includes('json') ?? false;
}
