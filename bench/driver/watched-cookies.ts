import type { CDPSession } from 'playwright-core';
import type { SentByBrowser } from '../../scenarios/hooks/browser.ts';

/**
 * Watches what a tab sends to one origin, and what the browser's network stack decided about each cookie of it.
 * @returns a function that gives what was sent so far, in order.
 */
export async function watchCookies(session: CDPSession, origin: string): Promise<() => readonly SentByBrowser[]> {
  const seen = new Map<string, { url?: string; method: string; status: number; cookies: readonly Decided[] }>();
  const entry = (id: string) => {
    const found = seen.get(id) ?? { method: '', status: 0, cookies: [] };
    seen.set(id, found);
    return found;
  };
  session.on('Network.requestWillBeSent', ({ requestId, request: { url, method } }) => {
    Object.assign(entry(requestId), { url, method });
  });
  // May come before or after the request that it belongs to.
  session.on('Network.requestWillBeSentExtraInfo', ({ requestId, associatedCookies }) => {
    entry(requestId).cookies = associatedCookies;
  });
  session.on('Network.responseReceivedExtraInfo', ({ requestId, statusCode }) => {
    entry(requestId).status = statusCode;
  });
  await session.send('Network.enable');
  return () =>
    [...seen.values()]
      .filter(({ url }) => url?.startsWith(`${origin}/`))
      .map(({ url, method, status, cookies }) => ({
        method,
        path: (url ?? '').slice(origin.length),
        status,
        carried: cookies.filter(({ blockedReasons }) => blockedReasons.length === 0).map(({ cookie }) => cookie.name),
        withheld: Object.fromEntries(
          cookies
            .filter(({ blockedReasons }) => blockedReasons.length > 0)
            .map(({ cookie, blockedReasons }) => [cookie.name, blockedReasons.join(', ')]),
        ),
      }));
}

interface Decided {
  readonly cookie: { readonly name: string };
  readonly blockedReasons: readonly string[];
}
