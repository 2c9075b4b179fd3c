import type { Attack, Judgement } from '../../kinds/attack.ts';
import { browserSpeaksFor, openBrowser } from '../../kit/pages/browsing.ts';
import { type Forged, forge } from '../../kit/pages/forgery.ts';
import { knownRequests } from '../../kit/pages/known-requests.ts';

type Try = {
  readonly forged: Forged;
  /** Whom the victim's browser speaks for afterwards. */
  readonly browserSpeaksFor: 'attacker' | 'nobody';
};

type Seen = {
  readonly tries: readonly Try[];
  /** Whether earlier requests of the same login were left out: it takes more than one form. */
  readonly isPart?: boolean;
};

const ways = [
  ['cross-site', 'form'],
  ['cross-site', 'text-form'],
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
    "A page of another site, and of a sibling subdomain, sends the attacker's own name and password to the login, as a form and as JSON in a form of type text/plain.",
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
    const { before = [] } = stage.target.protocol.steps.login;
    const aims = await knownRequests(stage, 'login', { username, password });
    const tries: Try[] = [];
    await using browser = await openBrowser(stage);
    const tab = await browser.open('cross-site');
    // a login page may hand out what its form needs, and any page can send a browser there
    if (before[0]) await tab.go('app', before[0].path);
    for (const aim of aims)
      for (const [from, by] of ways) {
        const forged = await forge(browser, tab, from, by, aim);
        await tab.go('app');
        const won = (await browserSpeaksFor(stage, tab)) === stage.attacker.id;
        tries.push({ forged, browserSpeaksFor: won ? 'attacker' : 'nobody' });
        if (won) return { tries };
      }
    return { tries, ...(before.some(({ method }) => method !== 'GET') && { isPart: true }) };
  },

  judge({ tries, isPart }): Judgement {
    const won = tries.filter((one) => one.browserSpeaksFor === 'attacker');
    const counts = { tries: tries.length, successes: won.length };
    const told = (list: readonly Try[]) =>
      list.map(({ forged: { from, by, status } }) => `${by} from ${from}: ${status}`).join('; ');
    if (won.length > 0)
      return { ...counts, outcome: 'succeeded', because: `the browser was then the attacker: ${told(won)}` };
    if (isPart)
      return {
        ...counts,
        outcome: 'inconclusive',
        because: `a login of several forms was forged by its last one alone: ${told(tries)}`,
      };
    if (tries.some(({ forged }) => forged.status >= 500))
      return { ...counts, outcome: 'blocked-by-crash', because: told(tries) };
    return { ...counts, outcome: 'blocked', because: `every forged login was refused: ${told(tries)}` };
  },
} satisfies Attack<Seen>;
