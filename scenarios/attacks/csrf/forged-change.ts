import type { Reply } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { openBrowserJar } from '../../kit/clients/browser-jar.ts';
import { effectOf } from '../../kit/clients/effect.ts';
import { type Attempt, judgeAttempts } from '../../kit/evidence/attempts.ts';
import { type ForeignPage, forgeries } from '../../kit/pages/forgeries.ts';

type Seen = {
  /** Those that a browser sends with a cookie of the victim. */
  readonly attempts: readonly Attempt[];
  /** Those that it sends without any. */
  readonly withheld: number;
  /** Whether the victim's own request, asked for as the application does, had its effect before and after. */
  readonly ownWorks: boolean;
};

/** What an attack in a browser shows of our own pages, by HTTP alone: for servers whose pages nobody here knows. */
export default [
  forgedChange('cross-site', {
    title: 'A change of state, asked for by a page of a stranger',
    question: 'Does a server change something for a request that a page of another site made a browser send?',
    precondition: 'web-page',
    severity: 'high',
    controls: ['cookie-samesite-none', 'state-change-by-get'],
  }),
  forgedChange('sibling', {
    title: 'A change of state, asked for by a page of a sibling subdomain',
    question: 'Does a server change something for a request of another host of its site, whose pages get every cookie?',
    precondition: 'sibling-domain',
    severity: 'medium',
    controls: ['origin-unchecked', 'origin-asked-of-forms-alone'],
  }),
];

function forgedChange(
  page: ForeignPage,
  about: Pick<Attack, 'title' | 'question' | 'precondition' | 'severity' | 'controls'>,
): Attack<Seen> {
  return {
    ...about,
    kind: 'attack',
    id: `forged-change-${page}`,
    goal: 'Change something of a victim who looks at a page of the attacker.',
    references: [
      'CWE-352',
      'ASVS 3.5.1',
      'ASVS 3.5.3',
      'WSTG-SESS-05',
      'RFC 6265bis §5.2',
      'RFC 6265bis §8.8',
      'RFC 10017 §6.1.3.3',
    ],
    steps: [
      'The victim signs in; a jar with the rules of browsers keeps the cookies.',
      'What their own page asks for is asked for by the page of the attacker, in every way that a browser sends without asking first: forms of three types, bodies whose type is missing or spelled another way, links, with and without an Origin, without what only pages of the application know, and with the token that they gave the attacker.',
      'With each go the cookies that a browser sends from such a page; what it keeps back is not sent.',
      'After each it is read back whether something has changed.',
    ],
    fix: 'Refuse a change that a page of another origin asks for: check Origin, or ask for a value that only your own pages know.',
    needs: { steps: ['transfer'], hooksOfOurs: ['effects'], optIn: 'writes' },
    appliesTo: ({ ambient }) =>
      ambient === 'every-request' || 'a browser adds no credential to a request that changes state',
    expected: () => 'blocked',

    async attempt(stage) {
      const { victim, attacker, target } = stage;
      const { username, password } = victim;
      const login = await stage.perform('login', { values: { username, password } });
      const plain = stage.request('transfer', { as: {} });
      // what the pages of the application tell the attacker, who has an account too
      const { saved } = await stage.perform('transfer', { as: await stage.signIn(attacker), leading: true });
      const own = saved && stage.request('transfer', { as: {}, values: saved });
      const jar = openBrowserJar(`https://${plain.headers.host}`);
      jar.take(login, target.protocol.steps.login.path);
      const changes = async (ask: () => Promise<Reply>) => {
        const before = await effectOf(stage, login.credential);
        const { status, headers } = await ask();
        jar.take({ headers }, plain.path);
        return { status, changed: (await effectOf(stage, login.credential)) !== before };
      };
      const ownWorks = async () => (await changes(() => stage.perform('transfer', { as: login.credential }))).changed;

      const worked = await ownWorks();
      const attempts: Attempt[] = [];
      const all = forgeries(page, plain, jar, own);
      const sent = all.filter(({ carried }) => carried.length > 0);
      for (const { way, request } of sent) {
        const { status, changed } = await changes(() => stage.send(request));
        attempts.push({ way, status, ...(changed && { got: "a change of what is the victim's" }) });
        // where it is the text that was asked for, the next way has to be seen to change it
        if (changed) await ownWorks();
      }
      return { attempts, withheld: all.length - sent.length, ownWorks: worked && (await ownWorks()) };
    },

    judge({ attempts, withheld, ownWorks }): Judgement {
      const judged = judgeAttempts(attempts, 'requests of such a page that carry a cookie');
      if (judged.outcome === 'succeeded') return judged;
      if (!ownWorks)
        return {
          ...judged,
          outcome: 'inconclusive',
          because: 'what the victim asked for themselves had no effect either',
        };
      const kept = `a browser keeps all cookies back from ${withheld} requests of such a page`;
      if (attempts.length === 0 && withheld > 0) return { tries: 0, successes: 0, outcome: 'blocked', because: kept };
      return withheld > 0 && judged.outcome === 'blocked'
        ? { ...judged, because: `${judged.because}; ${kept}` }
        : judged;
    },
  };
}
