import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import type { Credential } from '../../scenarios/exchange.ts';
import type { Browser, Site, Tab } from '../../scenarios/hooks/browser.ts';
import { isAnswered, Unanswered } from '../../scenarios/kit/evidence/unanswered.ts';
import { arrival } from './arrival.ts';
import type { Chromium, Running } from './chromium.ts';
import type { Client } from './client.ts';
import { fetched, inPage } from './in-page.ts';
import { onPages } from './page-steps.ts';
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

/** The application's page. Our own servers have none, so it alone is answered here; all else reaches them. */
const shellOfOurs = '/app';
const shellPage = '<!doctype html><html lang="en"><title>application</title>';
const deadlineMs = 40_000;

export interface BrowserParts {
  readonly chromium: Chromium;
  /** Base URL of the target's instance that the browser is to use. */
  readonly target: string;
  readonly client: Client;
  readonly transcript: Transcript;
  /** Where the target has pages of its own: steps are made on them. */
  readonly pages?: OwnPages;
}

export interface OwnPages {
  /** Where an empty page is put among them; cookies for a path are there too. */
  readonly shell: string;
  /** Told of every request to the target. */
  asked(): void;
  /** Told of what the browser holds in the end. */
  left(cookies: readonly { readonly name: string; readonly value: string }[]): void;
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
  const { client, pages: own } = parts;
  const origins: Browser['origins'] = {
    app: pageOrigin(new URL(parts.target).port),
    sibling: `http://${hosts.sibling}:${pages.port}`,
    'cross-site': `http://${hosts['cross-site']}:${pages.port}`,
  };
  const isAsked = (request: { url(): string }) => {
    try {
      if (request.url().startsWith(`${origins.app}/`)) own?.asked();
    } catch (error) {
      // whoever does the next thing in this browser is told
      ended.because ??= error;
    }
  };
  const ended: Ended = {};
  if (own) context.on('request', isAsked);
  let planter: Page | undefined;
  const keys: KeptKeys = {};
  return {
    origins,
    names: (step, text) => client.read(step, undefined, { status: 200, headers: {}, text, ms: 0 }).subject,
    async open(site, path) {
      const tab = await openTab(context, origins, parts, { keys, ended });
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
        if (own) {
          context.off('request', isAsked);
          own.left(await context.cookies(origins.app));
        }
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
  { client, transcript, pages }: BrowserParts,
  { keys, ended }: { readonly keys: KeptKeys; readonly ended: Ended },
): Promise<Tab> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const shell = pages?.shell ?? shellOfOurs;
  await answerShell(session, origins.app + shell);
  const sent = await watchCookies(session, origins.app);
  return {
    async go(site, path = site === 'app' ? shell : '/') {
      if (ended.because) throw ended.because;
      const address = `${origins[site]}${path}`;
      if (page.url() !== address) await page.goto(address, { waitUntil: 'domcontentloaded' }).catch(refusedBy(page));
    },
    async back() {
      await page.goBack({ waitUntil: 'commit' });
    },
    perform: pages
      ? onPages(page, session, { client, transcript, shell, origin: origins.app })
      : async (step, how = {}) => {
          const own = keys.kept || how.as ? { ...keys.kept, ...how.as } : undefined;
          const as = step === 'login' ? client.begin(own) : own;
          const ask = async (held: Credential | undefined) => {
            const request = client.request(step, { ...how, ...(held && { as: held }) });
            const raw = await fetched(page, request);
            const reply = client.read(step, held, raw);
            transcript.exchange(request, 'browser', reply);
            if (client.proverOf(request)) keys.kept = companionsIn(reply.credential);
            if (!how.mayBeSilent && !isAnswered(raw)) throw new Unanswered(`${request.method} ${request.path}`, raw);
            return reply;
          };
          const reply = await ask(as);
          return client.asksAgain(reply) ? ask(reply.credential) : reply;
        },
    run: (script, given) => page.evaluate(inPage(script, given)),
    text: (where) => ((where && page.frames()[1]) ?? page).evaluate<string>(inPage(inView)),
    async leave(script, given) {
      const { first, text } = await arrival(page, () => page.evaluate(inPage(script, given)));
      const status = first.status();
      transcript.note(`a page made the browser go to ${first.url()} → ${status}`);
      if (!isAnswered({ status })) throw new Unanswered(`the way to ${first.url()}`, { status });
      return { status, text };
    },
    sent,
    close: () => page.close(),
  };
}

/** Why nothing more is to be done in a browser. */
interface Ended {
  because?: unknown;
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

/** A browser shows what is no HTML in a document of its own making. */
const inView = `while (document.readyState === 'loading') await new Promise((resolve) => setTimeout(resolve, 20));
  if (document.contentType.includes('html')) return document.documentElement.outerHTML;
  return (document.querySelector('pre') ?? document.body)?.innerText ?? '';`;

async function answerShell(session: CDPSession, address: string): Promise<void> {
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
  await session.send('Fetch.enable', { patterns: [{ urlPattern: address }] });
}

/** A refusal without a body is an answer, though Chromium shows a page of its own in its place. */
function refusedBy(page: Page) {
  return async (error: unknown): Promise<void> => {
    if (!(error instanceof Error && error.message.includes('ERR_HTTP_RESPONSE_CODE_FAILURE'))) throw error;
    await page.waitForURL('chrome-error://chromewebdata/');
  };
}
