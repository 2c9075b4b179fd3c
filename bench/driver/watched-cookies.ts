import type { CDPSession } from 'playwright-core';
import type { SentByBrowser } from '../../scenarios/hooks/browser.ts';

/**
 * Watches what a tab sends to one origin, and what the browser's network stack decided about each cookie of it.
 * @returns a function that gives what was sent so far, in order.
 */
export async function watchCookies(session: CDPSession, origin: string): Promise<() => readonly SentByBrowser[]> {
  const seen = new Map<string, Seen>();
  const entry = (id: string) => {
    const found = seen.get(id) ?? { asked: [], decided: [], statuses: [] };
    seen.set(id, found);
    return found;
  };
  session.on('Network.requestWillBeSent', ({ requestId, request: { url, method } }) => {
    entry(requestId).asked.push({ url, method });
  });
  // May come before or after the request that it belongs to.
  session.on('Network.requestWillBeSentExtraInfo', ({ requestId, associatedCookies }) => {
    entry(requestId).decided.push(associatedCookies);
  });
  session.on('Network.responseReceivedExtraInfo', ({ requestId, statusCode }) => {
    entry(requestId).statuses.push(statusCode);
  });
  await session.send('Network.enable');
  return () =>
    [...seen.values()]
      .flatMap(({ asked, decided, statuses }) =>
        asked.map((one, i) => ({ ...one, cookies: decided[i] ?? [], status: statuses[i] ?? 0 })),
      )
      .filter(({ url }) => url.startsWith(`${origin}/`))
      .map(({ url, method, status, cookies }) => ({
        method,
        path: url.slice(origin.length),
        status,
        carried: cookies.filter(({ blockedReasons }) => blockedReasons.length === 0).map(({ cookie }) => cookie.name),
        withheld: Object.fromEntries(
          cookies
            .filter(({ blockedReasons }) => blockedReasons.length > 0)
            .map(({ cookie, blockedReasons }) => [cookie.name, blockedReasons.join(', ')]),
        ),
      }));
}

/** Of one request and all that redirects made of it, each in order: they share an id. */
interface Seen {
  readonly asked: { readonly url: string; readonly method: string }[];
  readonly decided: (readonly Decided[])[];
  readonly statuses: number[];
}

interface Decided {
  readonly cookie: { readonly name: string };
  readonly blockedReasons: readonly string[];
}
