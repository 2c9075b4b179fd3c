import { Cookie } from 'tough-cookie';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The cookies that an answer sets or deletes, in its order, as a browser reads them (RFC 6265 §5.2). */
export function cookiesSetBy(headers: Headers): Cookie[] {
  return setCookieLines(headers).flatMap((line) => Cookie.parse(line) ?? []);
}

export function setCookieLines(headers: Headers): string[] {
  return [headers['set-cookie'] ?? []].flat();
}

/** Whether a cookie is there to end another one: past its end (RFC 6265 §5.3), or with nothing in it. */
export function isDeletion(cookie: Cookie): boolean {
  return cookie.value === '' || cookie.TTL() <= 0;
}
