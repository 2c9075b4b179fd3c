import type { Reply } from '../../exchange.ts';
import type { LifecycleFacts } from '../../kinds/lifecycle.ts';

/** How long a browser keeps the cookies of an answer, as `lifetime.cookie`; empty where it forgets them when it closes. */
export function cookieLifetimes({ headers }: Pick<Reply, 'headers'>): LifecycleFacts['measures'] {
  const seconds = [headers['set-cookie'] ?? []].flat().flatMap((line) => secondsOf(line, headers.date));
  return seconds.length === 0 ? {} : { 'lifetime.cookie': { value: Math.min(...seconds), unit: 's' } };
}

/** `Max-Age` goes before `Expires` (RFC 6265 §5.3). */
function secondsOf(line: string, date: string | string[] | undefined): number[] {
  const maxAge = /;\s*max-age=(\d+)/i.exec(line)?.[1];
  if (maxAge !== undefined) return [Number(maxAge)];
  const expires = Date.parse(/;\s*expires=([^;]+)/i.exec(line)?.[1] ?? '');
  const now = Date.parse(String(date));
  return Number.isNaN(expires) ? [] : [Math.round((expires - (Number.isNaN(now) ? Date.now() : now)) / 1_000)];
}
