import type { Browser } from '../../browser.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { browserSpeaksFor, openBrowser, signInAt } from '../../kit/pages/browsing.ts';
import { type Forged, forge, forgeryText, forgeSpelled } from '../../kit/pages/forgery.ts';

type Try = {
  readonly forged: readonly Forged[];
  /** Whether the browser then held another refresh token, or none. */
  readonly replaced: boolean;
  /** Whether its next renewal was answered as if nothing had happened. */
  readonly renewable: boolean;
};

type Seen = { readonly tries: readonly Try[] };

const ways = [
  ['sibling', 'fetch'],
  ['sibling', 'form'],
  ['cross-site', 'fetch'],
  ['cross-site', 'frame'],
  ['cross-site', 'get'],
  ['cross-site', 'form'],
] as const;

export default {
  kind: 'attack',
  id: 'refresh-csrf',
  title: 'Forged renewal',
  question: 'Can a page of a stranger make a browser spend its refresh token?',
  goal: 'Rotate the token family of the victim behind the back of his application, whose next renewal is then taken for theft.',
  precondition: 'web-page',
  severity: 'medium',
  references: ['CWE-352', 'ASVS 3.5.1', 'RFC 9700 §4.14.2'],
  steps: [
    'The victim signs in at the application, in a real browser.',
    'A page of another site, and of a sibling subdomain, makes that browser renew: by fetch, in a frame, by a link, by a form.',
    'A page of the sibling asks for it by every other spelling of its path.',
    'After each, the refresh token that the browser holds is compared with the one before, and the application renews.',
  ],
  controls: ['origin-unchecked', 'paths-compared-as-text'],
  needs: { hooks: ['browser'] },
  appliesTo: ({ renewal, ambient }) =>
    (renewal === 'rotation' && ambient !== 'never') || 'there is no renewal with a cookie',
  expected: () => 'blocked',

  async attempt(stage) {
    const path = stage.target.protocol.steps.refresh?.path ?? '';
    await using browser = await openBrowser(stage);
    const [app, other] = [await browser.open('app'), await browser.open('cross-site')];
    await signInAt(app, stage.victim);
    const tries: Try[] = [];
    const asked = [
      ...ways.map(([from, by]) => async () => [await forge(browser, other, from, by, { path })]),
      () => forgeSpelled(browser, other, 'sibling', { path }),
    ];
    for (const ask of asked) {
      const before = await held(browser);
      const forged = await ask();
      const replaced = (await held(browser)) !== before;
      const renewable = (await browserSpeaksFor(stage, app)) === stage.victim.id;
      tries.push({ forged, replaced, renewable });
      if (replaced || !renewable) break;
    }
    return { tries };
  },

  judge({ tries }): Judgement {
    const won = tries.filter(({ replaced, renewable }) => replaced || !renewable);
    const counts = { tries: tries.length, successes: won.length };
    const told = (list: readonly Try[]) => list.flatMap(({ forged }) => forged.map(forgeryText)).join('; ');
    if (won.length > 0)
      return { ...counts, outcome: 'succeeded', because: `the refresh token of the victim was spent: ${told(won)}` };
    if (tries.some(({ forged }) => forged.some(({ status }) => status === 0)))
      return { ...counts, outcome: 'inconclusive', because: `a request had no answer: ${told(tries)}` };
    if (tries.some(({ forged }) => forged.some(({ status }) => status >= 500)))
      return { ...counts, outcome: 'blocked-by-crash', because: told(tries) };
    return {
      ...counts,
      outcome: 'blocked',
      because: `none of ${tries.length} forged renewals spent the refresh token that the browser held`,
    };
  },
} satisfies Attack<Seen>;

async function held(browser: Browser): Promise<string> {
  return (await browser.cookies()).map(({ name, value }) => `${name}=${value}`).join();
}
