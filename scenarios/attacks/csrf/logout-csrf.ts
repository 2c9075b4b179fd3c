import type { Attack, Judgement } from '../../kinds/attack.ts';
import { browserSpeaksFor, openBrowser, signInAt } from '../../kit/pages/browsing.ts';
import { type Forged, forge, forgeryText, forgeSpelled } from '../../kit/pages/forgery.ts';

type Try = {
  readonly forged: readonly Forged[];
  /** Whether the browser was still signed in afterwards. */
  readonly signedIn: boolean;
};

type Seen = { readonly tries: readonly Try[] };

const ways = [
  ['sibling', 'form'],
  ['cross-site', 'fetch'],
  ['cross-site', 'frame'],
  ['cross-site', 'get'],
  ['cross-site', 'form'],
] as const;

export default {
  kind: 'attack',
  id: 'logout-csrf',
  title: 'Forged logout',
  question: 'Can a page of a stranger end the sign-in of the browser that looks at it?',
  goal: 'Log the victim out, for instance to have him type his password again where he is watched.',
  precondition: 'web-page',
  severity: 'low',
  references: ['CWE-352', 'ASVS 3.5.1', 'WSTG-SESS-05'],
  steps: [
    'The victim signs in at the application, in a real browser.',
    'A page of another site, and of a sibling subdomain, makes that browser log out: by fetch, in a frame, by a link, by a form.',
    'A page of the sibling asks for it by every other spelling of its path.',
    'After each, a page of the application asks who it is, renewing first where there is something to renew.',
  ],
  controls: ['origin-unchecked', 'paths-compared-as-text'],
  needs: { hooks: ['browser'] },
  appliesTo: ({ ambient }) => ambient !== 'never' || 'nothing that a browser sends by itself could end a sign-in',
  expected: () => 'blocked',

  async attempt(stage) {
    const path = stage.target.protocol.steps.logout?.path ?? '';
    await using browser = await openBrowser(stage);
    const [app, other] = [await browser.open('app'), await browser.open('cross-site')];
    await signInAt(app, stage.victim);
    const tries: Try[] = [];
    const asked = [
      ...ways.map(([from, by]) => async () => [await forge(browser, other, from, by, { path })]),
      () => forgeSpelled(browser, other, 'sibling', { path }),
    ];
    for (const ask of asked) {
      const forged = await ask();
      const signedIn = (await browserSpeaksFor(stage, app)) === stage.victim.id;
      tries.push({ forged, signedIn });
      if (!signedIn) break;
    }
    return { tries };
  },

  judge({ tries }): Judgement {
    const ended = tries.filter(({ signedIn }) => !signedIn);
    const counts = { tries: tries.length, successes: ended.length };
    const told = (list: readonly Try[]) => list.flatMap(({ forged }) => forged.map(forgeryText)).join('; ');
    if (ended.length > 0)
      return { ...counts, outcome: 'succeeded', because: `the victim was logged out: ${told(ended)}` };
    if (tries.some(({ forged }) => forged.some(({ status }) => status === 0)))
      return { ...counts, outcome: 'inconclusive', because: `a request had no answer: ${told(tries)}` };
    if (tries.some(({ forged }) => forged.some(({ status }) => status >= 500)))
      return { ...counts, outcome: 'blocked-by-crash', because: told(tries) };
    return {
      ...counts,
      outcome: 'blocked',
      because: `after each of ${tries.length} forged logouts the victim was still signed in`,
    };
  },
} satisfies Attack<Seen>;
