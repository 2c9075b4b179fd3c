import type { Lifetimes } from '../../../scenarios/declared.ts';
import type { Artefact, Credential, Reply } from '../../../scenarios/exchange.ts';
import { cookiesSetBy, isDeletion } from '../../../scenarios/kit/clients/set-cookie.ts';
import { claimsOf } from '../../../scenarios/kit/tokens/readable.ts';
import type { Protocol } from '../../../servers/scheme.ts';

/**
 * Lifetimes that a login tells by itself: `exp` and `iat` of a token (RFC 7519 §4.1), `expires_in` beside it (RFC 6749
 * §5.1), and the Max-Age of a cookie, which binds browsers at least. What is not told is absent.
 */
export function toldLifetimes({ credentials }: Pick<Protocol, 'credentials'>, reply: Reply): Lifetimes {
  const told: Record<string, number> = {};
  const body = Object(reply.body);
  const inSeconds = (value: unknown) => (typeof value === 'number' && value > 0 ? value * 1_000 : undefined);
  for (const [name, spec] of Object.entries(credentials)) {
    if (spec.role === 'companion') continue;
    const ms =
      tokenMs(reply.credential, name) ??
      ('cookies' in spec.in ? cookieMs(reply, spec.in.cookies) : undefined) ??
      inSeconds(
        spec.role === 'access' ? body.expires_in : spec.role === 'refresh' ? body.refresh_expires_in : undefined,
      );
    const shortest = Math.min(ms ?? Number.POSITIVE_INFINITY, told[spec.role] ?? Number.POSITIVE_INFINITY);
    if (Number.isFinite(shortest)) told[spec.role] = shortest;
  }
  return told;
}

function tokenMs(held: Credential, name: string): number | undefined {
  const { values = {} }: Partial<Artefact> = held[name] ?? {};
  for (const value of Object.values(values)) {
    const { exp, iat } = (value.split('.').length === 3 ? claimsOf(value) : undefined) ?? {};
    if (typeof exp === 'number' && typeof iat === 'number' && exp > iat) return (exp - iat) * 1_000;
  }
  return undefined;
}

function cookieMs({ headers }: Reply, names: readonly string[]): number | undefined {
  const set = cookiesSetBy(headers).filter((cookie) => names.includes(cookie.key) && !isDeletion(cookie));
  const all = set.flatMap(({ maxAge }) => (typeof maxAge === 'number' && maxAge > 0 ? [maxAge * 1_000] : []));
  return all.length > 0 ? Math.min(...all) : undefined;
}
