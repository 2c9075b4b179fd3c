import type { Protocol } from '../../../servers/scheme.ts';
import type { Reply } from '../../exchange.ts';

const protecting = ['httponly', 'secure', 'samesite'] as const;

/**
 * Watches the cookies that carry credentials: one that is set anew is to be kept from scripts, cross-site pages and open
 * connections as it was at first.
 * @returns of each answer, what is wrong with it, to follow on "the answer to …"
 */
export function watchCookieAttributes({ credentials }: Pick<Protocol, 'credentials'>) {
  const names = Object.values(credentials).flatMap(({ in: place }) => ('cookies' in place ? place.cookies : []));
  const first = new Map<string, readonly string[]>();
  return ({ headers }: Pick<Reply, 'headers'>): string | undefined => {
    for (const line of [headers['set-cookie'] ?? []].flat()) {
      const [pair = '', ...rest] = line.split(';');
      const [name = '', value = ''] = pair.trim().split(/=(.*)/s);
      if (!names.includes(name) || value === '') continue;
      const attributes = rest.map((text) => text.trim().toLowerCase());
      const kept = protecting.filter((one) => attributes.some((text) => text === one || text.startsWith(`${one}=`)));
      const before = first.get(name);
      if (!before) first.set(name, kept);
      const lost = before?.filter((one) => !kept.some((other) => other === one)) ?? [];
      if (lost.length > 0) return `sets the cookie ${name} anew without ${lost.join(', ')}.`;
    }
    return undefined;
  };
}
