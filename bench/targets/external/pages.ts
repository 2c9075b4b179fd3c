import type { Credential } from '../../../scenarios/exchange.ts';
import type { Browser } from '../../../scenarios/hooks/browser.ts';
import type { Stage } from '../../../scenarios/stage.ts';
import type { Protocol } from '../../../servers/scheme.ts';
import { openBrowserProfile, pageOrigin } from '../../driver/browser.ts';
import type { Chromium } from '../../driver/chromium.ts';
import { createClient } from '../../driver/client.ts';
import { passwordForm, readPage } from '../../driver/page-forms.ts';
import type { Transcript } from '../../driver/transcript.ts';
import type { Described } from './described.ts';
import type { GovernedTransport } from './governed-transport.ts';

export const noBrowser = 'there is no Chromium here: install chromium, or name one with --browser PATH';

/** A page asks for all that belongs to it at once. */
const leastRatePerSecond = 20;

/** What the host of a target is called in the browser, where it has to have siblings and strangers. */
export interface PageHost {
  readonly host: string;
  readonly publicOrigin: string;
}

/**
 * Whether a browser can be where the pages of a target are, or why not. There it goes by another name of this machine, which
 * some servers refuse, or think to be another's.
 * @param stageAt a stage whose requests name that host
 */
export async function pagesOf(known: Described, stageAt: (at: PageHost) => Stage): Promise<true | string> {
  const { description, users } = known.external;
  const { protocol, hostname, port } = new URL(description.origin);
  if (protocol === 'https:') return 'its pages would need another name there, and its certificate has this one';
  if (!['127.0.0.1', 'localhost'].includes(hostname)) return 'its pages are not on this machine';
  if (known.traits.transport !== 'cookie') return 'where its pages keep a token is not known';
  if (/^(header|query|cookie|cookie-decoded):|^location$/.test(known.protocol.steps.me.subject ?? ''))
    return 'who is signed in is told beside the page, where a browser shows it to nobody';
  if (known.ceilings.ratePerSecond < leastRatePerSecond)
    return `its pages ask for more at once than limits.ratePerSecond allows (${known.ceilings.ratePerSecond})`;
  const publicOrigin = pageOrigin(port);
  const { host } = new URL(publicOrigin);
  const [user] = users;
  if (!user) return 'there is no user';
  try {
    const stage = stageAt({ host, publicOrigin });
    await stage.signIn(user);
    const elsewhere = await leadsElsewhere(stage, description.origin);
    return elsewhere
      ? `its host is called ${host} there, and the form of its login leads to ${elsewhere}: the name that its settings have`
      : true;
  } catch (error) {
    return `its host is called ${host} there, and under that name ${error instanceof Error ? error.message : error}`;
  }
}

/** The origin by which an app calls itself in the form of its login, whatever it was called. */
async function leadsElsewhere({ target, ...stage }: Stage, origin: string): Promise<string | undefined> {
  const page = target.protocol.steps.login.before?.findLast(({ method }) => method === 'GET');
  if (!page) return undefined;
  const { text = '' } = await stage.send(stage.request(page, { as: {} }), { mayBeSilent: true });
  const action = passwordForm(readPage(text))?.action;
  return action?.startsWith(origin) ? origin : undefined;
}

/** What a browser needs to be on its pages. */
export interface PageParts {
  readonly protocol: Protocol;
  readonly origin: string;
  readonly chromium: Chromium;
  readonly transport: Pick<GovernedTransport, 'reserve'>;
  readonly transcript: Transcript;
  /** Sign-ins that have to be ended: those that it leaves are added. */
  readonly made: Credential[];
}

export function openPages({ protocol, origin, chromium, transport, transcript, made }: PageParts): Promise<Browser> {
  const at = pageOrigin(new URL(origin).port);
  return openBrowserProfile({
    chromium,
    target: origin,
    client: createClient(protocol, new URL(at).host, at),
    transcript,
    pages: {
      shell: shellBeside(protocol.steps.me.path),
      asked: () => transport.reserve(1),
      left: (cookies) => made.push(...signInOf(protocol, cookies)),
    },
  });
}

/** Whatever cookies its neighbour is sent, it is sent too. */
function shellBeside(path: string): string {
  const [plain = '/'] = path.split(/[?#]/);
  return `${plain.slice(0, plain.lastIndexOf('/') + 1)}authbench-empty-page`;
}

function signInOf(
  { credentials }: Protocol,
  cookies: readonly { readonly name: string; readonly value: string }[],
): Credential[] {
  const held = Object.entries(credentials).flatMap(([name, { role, in: place }]) => {
    const own = 'cookies' in place ? cookies.filter((cookie) => place.cookies.includes(cookie.name)) : [];
    if (own.length === 0) return [];
    return [[name, { role, values: Object.fromEntries(own.map(({ name: key, value }) => [key, value])) }] as const];
  });
  return held.length > 0 ? [Object.fromEntries(held)] : [];
}
