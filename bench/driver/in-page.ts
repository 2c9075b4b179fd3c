import type { Page } from 'playwright-core';
import type { Facts, HttpRequest } from '../../scenarios/exchange.ts';

/** The body of an async function, to be run in a page: nothing outside it knows a document. */
export function inPage(script: string, given: Facts = {}): string {
  return `(async (given) => { ${script} })(${JSON.stringify(given)})`;
}

/** What a script of a page sees of an answer. */
export interface Fetched {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly ms: number;
}

/** The request as a script of the page sends it: the browser adds cookies by itself. */
export function fetched(page: Page, request: HttpRequest): Promise<Fetched> {
  return page.evaluate<Fetched>(inPage(fetching, { request }));
}

/** A page may not set Host, Origin or Cookie: the browser drops them and sends its own (Fetch §2.2.2). */
const fetching = `
  const start = performance.now();
  const { path, ...init } = given.request;
  const answer = await fetch(path, init);
  const text = await answer.text();
  return { status: answer.status, headers: Object.fromEntries(answer.headers), text, ms: performance.now() - start };`;
