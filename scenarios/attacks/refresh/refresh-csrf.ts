import type { Browser } from '../../hooks/browser.ts';
import type { Attack } from '../../kinds/attack.ts';
import { browserSpeaksFor } from '../../kit/pages/browsing.ts';
import { type ForgedStep, forgeStep, judgeForged } from '../../kit/pages/forged-step.ts';
import type { Forged } from '../../kit/pages/forgery.ts';

type Try = {
  readonly forged: readonly Forged[];
  /** Whether the browser then held another refresh token, or none. */
  readonly replaced: boolean;
  /** Whether its next renewal was answered as if nothing had happened. */
  readonly renewable: boolean;
};

type Seen = { readonly tries: readonly Try[] };

export default {
  kind: 'attack',
  id: 'refresh-csrf',
  title: 'Forged renewal',
  question: 'Can a page of a stranger make a browser spend its refresh token?',
  goal: 'Rotate the token family of the victim behind the back of their application, whose next renewal is then taken for theft.',
  precondition: 'web-page',
  severity: 'medium',
  references: ['CWE-352', 'ASVS 3.5.1', 'RFC 9700 §4.14.2', 'RFC 10017 §6.1.3.3'],
  steps: [
    'The victim signs in at the application, in a real browser.',
    'A page of another site, and of a sibling subdomain, makes that browser renew: by fetch, in a frame, by a link, by a form.',
    'A page of the sibling asks for it by every other spelling of its path.',
    'After each, the refresh token that the browser holds is compared with the one before, and the application renews.',
  ],
  fix: 'Refuse a change that a page of another origin asks for: check Origin, or ask for a value that only your own pages know.',
  controls: ['origin-unchecked', 'paths-compared-as-text'],
  needs: { hooks: ['browser'] },
  appliesTo: ({ renewal, ambient, bound }) =>
    bound === 'key'
      ? 'a renewal needs a proof, which a page of another origin cannot make'
      : (renewal === 'rotation' && ambient !== 'never') || 'there is no renewal with a cookie',
  expected: () => 'blocked',

  attempt: async (stage) => ({ tries: await forgeStep(stage, renewal) }),
  judge: ({ tries }) => judgeForged(renewal, tries),
} satisfies Attack<Seen>;

const renewal: ForgedStep<Try> = {
  step: 'refresh',
  ways: [
    ['sibling', 'fetch'],
    ['sibling', 'form'],
    ['cross-site', 'fetch'],
    ['cross-site', 'frame'],
    ['cross-site', 'get'],
    ['cross-site', 'form'],
  ],
  async attempt(stage, ask, { browser, app }) {
    const before = await held(browser);
    const forged = await ask();
    const replaced = (await held(browser)) !== before;
    return { forged, replaced, renewable: (await browserSpeaksFor(stage, app)) === stage.victim.id };
  },
  hasWon: ({ replaced, renewable }) => replaced || !renewable,
  won: 'the refresh token of the victim was spent',
  blocked: (tries) => `none of ${tries} forged renewals spent the refresh token that the browser held`,
};

async function held(browser: Browser): Promise<string> {
  return (await browser.cookies()).map(({ name, value }) => `${name}=${value}`).join();
}
