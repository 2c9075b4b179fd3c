import type { Cookie } from 'tough-cookie';
import type { Reply } from '../../exchange.ts';
import type { LifecycleFacts } from '../../kinds/lifecycle.ts';
import { cookiesSetBy } from './set-cookie.ts';

/** How long a browser keeps the cookies of an answer, as `lifetime.cookie`; empty where it forgets them when it closes. */
export function cookieLifetimes({ headers }: Pick<Reply, 'headers'>): LifecycleFacts['measures'] {
  const seconds = cookiesSetBy(headers).flatMap((cookie) => secondsOf(cookie, headers.date));
  return seconds.length === 0 ? {} : { 'lifetime.cookie': { value: Math.min(...seconds), unit: 's' } };
}

/** `Max-Age` goes before `Expires` (RFC 6265 §5.3), which is counted by the clock of whoever set it. */
function secondsOf({ maxAge, expires }: Cookie, date: string | string[] | undefined): number[] {
  if (typeof maxAge === 'number') return [maxAge];
  if (!(expires instanceof Date)) return [];
  const now = Date.parse(String(date));
  return [Math.round((expires.getTime() - (Number.isNaN(now) ? Date.now() : now)) / 1_000)];
}
