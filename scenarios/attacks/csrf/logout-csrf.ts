import type { Attack } from '../../kinds/attack.ts';
import { browserSpeaksFor } from '../../kit/pages/browsing.ts';
import { type ForgedStep, forgeStep, judgeForged } from '../../kit/pages/forged-step.ts';
import type { Forged } from '../../kit/pages/forgery.ts';

type Try = {
  readonly forged: readonly Forged[];
  /** Whether the browser was still signed in afterwards. */
  readonly signedIn: boolean;
};

type Seen = { readonly tries: readonly Try[] };

export default {
  kind: 'attack',
  id: 'logout-csrf',
  title: 'Forged logout',
  question: 'Can a page of a stranger end the sign-in of the browser that looks at it?',
  goal: 'Log the victim out, for instance to have them type their password again where they are watched.',
  precondition: 'web-page',
  severity: 'low',
  references: ['CWE-352', 'ASVS 3.5.1', 'WSTG-SESS-05'],
  steps: [
    'The victim signs in at the application, in a real browser.',
    'A page of another site, and of a sibling subdomain, makes that browser log out: by fetch, in a frame, by a link, by a form.',
    'A page of the sibling asks for it by every other spelling of its path.',
    'After each, a page of the application asks who it is, renewing first where there is something to renew.',
  ],
  fix: 'Let a logout be a POST, and refuse it where a page of another origin asks for it.',
  controls: ['origin-unchecked', 'paths-compared-as-text'],
  needs: { hooks: ['browser'] },
  appliesTo: ({ ambient }) => ambient !== 'never' || 'nothing that a browser sends by itself could end a sign-in',
  expected: () => 'blocked',

  attempt: async (stage) => ({ tries: await forgeStep(stage, logout) }),
  judge: ({ tries }) => judgeForged(logout, tries),
} satisfies Attack<Seen>;

const logout: ForgedStep<Try> = {
  step: 'logout',
  ways: [
    ['sibling', 'form'],
    ['cross-site', 'fetch'],
    ['cross-site', 'frame'],
    ['cross-site', 'get'],
    ['cross-site', 'form'],
    ['sibling', 'get'],
  ],
  async attempt(stage, ask, { app }) {
    const forged = await ask();
    return { forged, signedIn: (await browserSpeaksFor(stage, app)) === stage.victim.id };
  },
  hasWon: ({ signedIn }) => !signedIn,
  won: 'the victim was logged out',
  blocked: (tries) => `after each of ${tries} forged logouts the victim was still signed in`,
};
