import type { Cookie } from 'tough-cookie';
import type { Protocol } from '../../../servers/scheme.ts';
import type { Reply } from '../../exchange.ts';
import { cookiesSetBy, isDeletion } from '../clients/set-cookie.ts';

const protecting = {
  httponly: ({ httpOnly }) => httpOnly,
  secure: ({ secure }) => secure,
  samesite: ({ sameSite }) => sameSite !== undefined && sameSite !== 'none',
} satisfies Readonly<Record<string, (cookie: Cookie) => boolean>>;

/**
 * Watches the cookies that carry credentials: one that is set anew is to be kept from scripts, cross-site pages and open
 * connections as it was at first.
 * @returns of each answer, what is wrong with it, to follow on "the answer to …"
 */
export function watchCookieAttributes({ credentials }: Pick<Protocol, 'credentials'>) {
  const names = Object.values(credentials).flatMap(({ in: place }) => ('cookies' in place ? place.cookies : []));
  const first = new Map<string, readonly string[]>();
  return ({ headers }: Pick<Reply, 'headers'>): string | undefined => {
    for (const cookie of cookiesSetBy(headers)) {
      const { key: name } = cookie;
      if (!names.includes(name) || isDeletion(cookie)) continue;
      const kept = Object.entries(protecting).flatMap(([one, has]) => (has(cookie) ? [one] : []));
      const before = first.get(name);
      if (!before) first.set(name, kept);
      const lost = before?.filter((one) => !kept.includes(one)) ?? [];
      if (lost.length > 0) return `sets the cookie ${name} anew without ${lost.join(', ')}.`;
    }
    return undefined;
  };
}
