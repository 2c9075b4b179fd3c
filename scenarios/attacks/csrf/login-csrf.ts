import type { Browser, Tab } from '../../hooks/browser.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { browserSpeaksFor, openBrowser } from '../../kit/pages/browsing.ts';
import { type Forged, forge } from '../../kit/pages/forgery.ts';
import { type KnownRequest, knownConversations } from '../../kit/pages/known-requests.ts';

type Try = {
  /** What a login was asked for with, one request after the other. */
  readonly forged: readonly Forged[];
  /** Whom the victim's browser speaks for afterwards. */
  readonly browserSpeaksFor: 'attacker' | 'nobody';
};

type Seen = { readonly tries: readonly Try[] };

const ways = [
  ['cross-site', 'form'],
  ['cross-site', 'text-form'],
  ['sibling', 'form'],
  ['sibling', 'text-form'],
] as const;

export default {
  kind: 'attack',
  id: 'login-csrf',
  title: 'Forged login',
  question: 'Can a page of a stranger sign a browser in to an account that its user did not choose?',
  goal: "Have the victim work in the attacker's account, and leave there what they enter.",
  precondition: 'web-page',
  severity: 'medium',
  references: ['CWE-352', 'ASVS 3.5.1', 'WSTG-SESS-05'],
  steps: [
    "A page of another site, and of a sibling subdomain, sends the attacker's own name and password to the login, page by page where it has several, as a form and as JSON in a form of type text/plain.",
    'A page of the application in that browser asks who it is, renewing first where there is something to renew.',
  ],
  fix: 'Refuse a login that a page of another origin asks for: check Origin, or ask for a value of your own login page.',
  controls: ['login-from-any-page'],
  needs: { hooks: ['browser'] },
  appliesTo: ({ ambient, bound }) =>
    bound === 'key'
      ? 'a login needs a proof, which no form carries, and leaves a cookie that is worth nothing without its key'
      : ambient !== 'never' || 'a login leaves nothing in a browser but what the page that asked for it keeps',
  expected: () => 'blocked',

  async attempt(stage) {
    const { username, password } = stage.attacker;
    const tries: Try[] = [];
    await using browser = await openBrowser(stage);
    const tab = await browser.open('cross-site');
    // anew each time: a value of the login page may be good for one try
    for (const way of ways)
      for (const requests of await knownConversations(stage, 'login', { username, password })) {
        const forged = await forgeAll(browser, tab, way, requests);
        await tab.go('app');
        const won = (await browserSpeaksFor(stage, tab)) === stage.attacker.id;
        tries.push({ forged, browserSpeaksFor: won ? 'attacker' : 'nobody' });
        if (won) return { tries };
      }
    return { tries };
  },

  judge({ tries }): Judgement {
    const won = tries.filter((one) => one.browserSpeaksFor === 'attacker');
    const counts = { tries: tries.length, successes: won.length };
    const told = (list: readonly Try[]) => list.map(({ forged }) => forged.map(forgedText).join(', then ')).join('; ');
    if (won.length > 0)
      return { ...counts, outcome: 'succeeded', because: `the browser was then the attacker: ${told(won)}` };
    if (tries.some(({ forged }) => forged.some(({ status }) => status >= 500)))
      return { ...counts, outcome: 'blocked-by-crash', because: told(tries) };
    return { ...counts, outcome: 'blocked', because: `every forged login was refused: ${told(tries)}` };
  },
} satisfies Attack<Seen>;

/** Any page can send a browser to the pages that lead to a login, and what these are sent as well as the login itself. */
async function forgeAll(
  browser: Browser,
  tab: Tab,
  [from, by]: (typeof ways)[number],
  requests: readonly KnownRequest[],
): Promise<Forged[]> {
  const forged: Forged[] = [];
  for (const request of requests)
    if (request.method === 'GET' && request !== requests.at(-1)) await tab.go('app', request.path);
    else forged.push(await forge(browser, tab, from, by, request));
  return forged;
}

function forgedText({ from, by, status }: Forged): string {
  return `${by} from ${from}: ${status}`;
}
