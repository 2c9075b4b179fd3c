import type { StepName } from '../../servers/scheme.ts';
import type { Facts, How, Reply } from '../exchange.ts';

/** Whoever looks at the target's pages. */
export interface BrowserHook {
  /** Opens a profile of a real Chromium, used one at a time. */
  readonly browser?: () => Promise<Browser>;
}

/** Whose page it is: the application's own, that of another subdomain of the same site, or that of a stranger. */
export type Site = 'app' | 'sibling' | 'cross-site';

/** One profile of a real browser. It shares no cookie, storage or cache with another one; disposing it closes its tabs. */
export interface Browser extends AsyncDisposable {
  /** The application's is that of the target; the two others answer every GET with an empty page. */
  readonly origins: Readonly<Record<Site, string>>;
  /** Opens a tab at a site: at the application's page, or the given path of it. */
  open(site: Site, path?: string): Promise<Tab>;
  /** Visits a page of this host that sets cookies, one `Set-Cookie` line each. Cookies know no ports (RFC 6265 §8.5). */
  plant(host: Site, setCookie: readonly string[]): Promise<void>;
  /** The cookies that the application would be sent by its own page, in no order. */
  cookies(): Promise<readonly { readonly name: string; readonly value: string }[]>;
  /** Whom an answer of this text to a step names, as the description of the step says. */
  names(step: StepName, text: string): string | undefined;
  /** Where a script sends what it takes: a page of the stranger that keeps what is posted to it. */
  readonly collector: string;
  collected(): readonly string[];
}

export interface Tab {
  /** Goes to a page of a site, as `open` does; stays where it is already there. */
  go(site: Site, path?: string): Promise<void>;
  /** What the back button does. */
  back(): Promise<void>;
  /**
   * A step of the protocol: where the target has pages, on them, as its users do; else by `fetch` in this page. The browser
   * adds cookies by itself, and shows the page none.
   */
  perform(step: StepName, how?: Omit<How, 'instance'>): Promise<Reply>;
  /** Runs the body of an async function in the page; `given` is in its scope. @returns what it returned, as JSON. */
  run(script: string, given?: Facts): Promise<unknown>;
  /** The same for a script that makes the tab go elsewhere. */
  leave(script: string, given?: Facts): Promise<PageContent>;
  /** What is in view, or in its first frame: HTML with its tags, all else as it came. */
  text(where?: 'frame'): Promise<string>;
  /** What this tab has sent to the target, with what the browser did about its cookies. */
  sent(): readonly SentByBrowser[];
  close(): Promise<void>;
}

/** What a tab shows after it went somewhere. */
export interface PageContent {
  /** Of the answer to what was asked for, a redirect perhaps. */
  readonly status: number;
  readonly text: string;
}

export interface SentByBrowser {
  readonly method: string;
  readonly path: string;
  /** Names of the cookies that went along. */
  readonly carried: readonly string[];
  /** Names of those that stayed behind, with the browser's reason. */
  readonly withheld: Readonly<Record<string, string>>;
  /** 0 while there is no answer. */
  readonly status: number;
}
