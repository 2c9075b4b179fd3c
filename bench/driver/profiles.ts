import type { BrowserContext, CDPSession, Browser as Connection, Page } from 'playwright-core';

/** A profile without a cookie, storage or cache of anybody. Disposing it gives it back. */
export interface BrowserProfile extends AsyncDisposable {
  readonly context: BrowserContext;
}

/**
 * The profiles of one browser, used again once they are empty: a fresh one starts processes for its pages, which is
 * half of what an attack costs a browser.
 */
export function profilesOf(connection: Pick<Connection, 'newContext'>): { take(): Promise<BrowserProfile> } {
  const free: Kept[] = [];
  return {
    async take() {
      const kept = free.pop() ?? (await fresh(connection));
      return {
        context: kept.context,
        async [Symbol.asyncDispose]() {
          // one that cannot be emptied, since the browser has crashed perhaps, is nobody's any more
          await emptied(kept).then(
            () => free.push(kept),
            () => kept.context.close().catch(() => {}),
          );
        },
      };
    },
  };
}

/** The keeper is a page that nobody sees: while it is there, its process waits for the next page. */
interface Kept {
  readonly context: BrowserContext;
  readonly keeper: Page;
  readonly session: CDPSession;
}

async function fresh(connection: Pick<Connection, 'newContext'>): Promise<Kept> {
  const context = await connection.newContext();
  const keeper = await context.newPage();
  return { context, keeper, session: await context.newCDPSession(keeper) };
}

async function emptied({ context, keeper, session }: Kept): Promise<void> {
  await Promise.all(context.pages().map((page) => page !== keeper && page.close()));
  await session.send('Network.clearBrowserCache');
  // cookies too
  await session.send('Storage.clearDataForOrigin', { origin: '*', storageTypes: 'all' });
}
