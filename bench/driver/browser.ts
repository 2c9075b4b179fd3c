import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import type { Credential, Facts } from '../../scenarios/exchange.ts';
import type { Browser, PageContent, Site, Tab } from '../../scenarios/hooks/browser.ts';
import { isAnswered, Unanswered } from '../../scenarios/kit/evidence/unanswered.ts';
import type { Chromium, Running } from './chromium.ts';
import type { Client } from './client.ts';
import type { BrowserProfile } from './profiles.ts';
import type { Transcript } from './transcript.ts';
import { watchCookies } from './watched-cookies.ts';

/**
 * Names that need no TLS: Chromium trusts `*.localhost` as it trusts https (Secure Contexts §3.1), so that `Secure` and
 * `__Host-` cookies work, and takes the label before it for the registrable domain.
 */
const hosts: Readonly<Record<Site, string>> = {
  app: 'app.victim.localhost',
  sibling: 'other.victim.localhost',
  'cross-site': 'evil.localhost',
};

/** The application's page. The servers under test have none, so it alone is answered here; all else reaches them. */
const shell = '/app';
const shellPage = '<!doctype html><html lang="en"><title>application</title>';
const deadlineMs = 40_000;

export interface BrowserParts {
  readonly chromium: Chromium;
  /** Base URL of the target's instance that the browser is to use. */
  readonly target: string;
  readonly client: Client;
  readonly transcript: Transcript;
}

/** Opens a profile. Every cookie decision is that of Chromium's network stack on real requests. */
export async function openBrowserProfile(parts: BrowserParts): Promise<Browser> {
  const seat = await parts.chromium.seat();
  try {
    const running = await parts.chromium.running();
    return visible(await running.profiles.take(), running, parts, seat);
  } catch (error) {
    seat[Symbol.dispose]();
    throw error;
  }
}

/** The origin that the application's pages have in this browser. @param port of the instance */
export function pageOrigin(port: string): string {
  return `http://${hosts.app}:${port}`;
}

function visible(profile: BrowserProfile, { pages }: Running, parts: BrowserParts, seat: Disposable): Browser {
  const { context } = profile;
  context.setDefaultTimeout(deadlineMs);
  const captured = pages.collecting();
  const origins: Browser['origins'] = {
    app: pageOrigin(new URL(parts.target).port),
    sibling: `http://${hosts.sibling}:${pages.port}`,
    'cross-site': `http://${hosts['cross-site']}:${pages.port}`,
  };
  let planter: Page | undefined;
  const keys: KeptKeys = {};
  return {
    origins,
    async open(site, path) {
      const tab = await openTab(context, origins, parts, keys);
      await tab.go(site, path);
      return tab;
    },
    async plant(host, setCookie) {
      planter ??= await context.newPage();
      await planter.goto(`http://${hosts[host]}:${pages.port}${pages.settingCookies(setCookie)}`);
    },
    async cookies() {
      return (await context.cookies(origins.app)).map(({ name, value }) => ({ name, value }));
    },
    collector: `${origins['cross-site']}${captured.path}`,
    collected: () => captured.kept,
    async [Symbol.asyncDispose]() {
      try {
        await profile[Symbol.asyncDispose]();
      } finally {
        seat[Symbol.dispose]();
      }
    },
  };
}

async function openTab(
  context: BrowserContext,
  origins: Browser['origins'],
  { client, transcript }: BrowserParts,
  keys: KeptKeys,
): Promise<Tab> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await answerShell(session, origins.app);
  const sent = await watchCookies(session, origins.app);
  return {
    async go(site, path = site === 'app' ? shell : '/') {
      const address = `${origins[site]}${path}`;
      if (page.url() !== address) await page.goto(address);
    },
    async back() {
      await page.goBack({ waitUntil: 'commit' });
    },
    async perform(step, how = {}) {
      const own = keys.kept || how.as ? { ...keys.kept, ...how.as } : undefined;
      const as = step === 'login' ? client.begin(own) : own;
      const ask = async (held: Credential | undefined) => {
        const request = client.request(step, { ...how, ...(held && { as: held }) });
        const raw = await page.evaluate<Raw>(call(fetching, { request }));
        const reply = client.read(step, held, raw);
        transcript.exchange(request, 'browser', reply);
        if (client.proverOf(request)) keys.kept = companionsIn(reply.credential);
        if (!how.mayBeSilent && !isAnswered(raw)) throw new Unanswered(`${request.method} ${request.path}`, raw);
        return reply;
      };
      const reply = await ask(as);
      return client.asksAgain(reply) ? ask(reply.credential) : reply;
    },
    run: (script, given) => page.evaluate(call(script, given)),
    async leave(script, given) {
      const arrival = await leave(page, script, given);
      transcript.note(`a page made the browser go to ${page.url()} → ${arrival.status}`);
      if (!isAnswered(arrival)) throw new Unanswered(`the way to ${page.url()}`, arrival);
      return arrival;
    },
    sent,
    close: () => page.close(),
  };
}

/**
 * What pages of a profile prove their requests with: they keep it where the next page finds it and no script can take it
 * along, as WebCrypto does with a key that cannot be exported.
 */
interface KeptKeys {
  kept?: Credential;
}

function companionsIn(credential: Credential): Credential {
  return Object.fromEntries(Object.entries(credential).filter(([, { role }]) => role === 'companion'));
}

interface Raw {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly ms: number;
}

/** A page may not set Host, Origin or Cookie: the browser drops them and sends its own (Fetch §2.2.2). */
const fetching = `
  const start = performance.now();
  const { path, ...init } = given.request;
  const answer = await fetch(path, init);
  const text = await answer.text();
  return { status: answer.status, headers: Object.fromEntries(answer.headers), text, ms: performance.now() - start };`;

/** What runs inside a page is text: nothing outside it knows a document. */
function call(script: string, given: Facts = {}): string {
  return `(async (given) => { ${script} })(${JSON.stringify(given)})`;
}

async function leave(page: Page, script: string, given: Facts | undefined): Promise<PageContent> {
  const [answer] = await Promise.all([
    page.waitForResponse((response) => {
      const request = response.request();
      return request.isNavigationRequest() && request.frame() === page.mainFrame();
    }),
    // The page that runs it may be gone before it can say that it is done.
    page.evaluate(call(script, given)).catch(() => {}),
  ]);
  const text = await answer.text().catch(() => '');
  // An answer without a document leaves the page where it is.
  if (answer.status() !== 204) await page.waitForURL(answer.url());
  return { status: answer.status(), text };
}

async function answerShell(session: CDPSession, app: string): Promise<void> {
  session.on('Fetch.requestPaused', ({ requestId }) => {
    const answer = {
      requestId,
      responseCode: 200,
      responseHeaders: [{ name: 'content-type', value: 'text/html; charset=utf-8' }],
      body: Buffer.from(shellPage).toString('base64'),
    };
    // The tab may have been closed meanwhile.
    session.send('Fetch.fulfillRequest', answer).catch(() => {});
  });
  await session.send('Fetch.enable', { patterns: [{ urlPattern: `${app}${shell}` }] });
}
