import type { Attack, Judgement } from '../../kinds/attack.ts';
import { watchEffects } from '../../kit/clients/effect.ts';
import { openBrowser, signInAt } from '../../kit/pages/browsing.ts';
import { type Forged, forge } from '../../kit/pages/forgery.ts';
import { knownRequests } from '../../kit/pages/known-requests.ts';

type Aged = {
  /** Time from the answer that set the cookie to the forged request. */
  readonly ageMs: number;
  readonly forged: Forged;
  /** Transfers booked for the victim by this request. */
  readonly booked: number;
};

type Seen = { readonly aged: readonly Aged[] };

/** Chromium treats a cookie without SameSite as Lax only from its second minute on (RFC 6265bis §5.6.7.2). */
const youngMs = 5_000;
const oldMs = 125_000;

export default {
  kind: 'attack',
  id: 'csrf-samesite-default-2min',
  title: 'Request forgery with a young cookie',
  question: 'Does the cookie say itself what other sites may do with it, or does it rely on what browsers assume?',
  goal: 'Book a transfer as a victim who has just signed in.',
  precondition: 'web-page',
  severity: 'medium',
  references: ['CWE-1275', 'CWE-352', 'ASVS 3.3.2', 'RFC 6265bis §5.6.7.2'],
  steps: [
    'The victim signs in at the application, in a real browser.',
    'Five seconds later, a page of another site makes that browser ask for a transfer by a form.',
    'In the longer profiles the same is done 125 seconds after another login.',
    'The transfers booked for the victim are counted in the database of the application, or read back by its own step.',
  ],
  fix: 'Refuse a change that a page of another origin asks for: check Origin, or ask for a value that only your own pages know.',
  controls: ['cookie-samesite-absent'],
  needs: { hooks: ['browser'], hooksOfOurs: ['effects'], steps: ['transfer'], optIn: 'writes', waitMs: oldMs },
  appliesTo: ({ ambient }) =>
    ambient === 'every-request' || 'a browser adds no credential to a request that changes state',
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim, effort } = stage;
    const effects = await watchEffects(stage);
    const [aim = { path: '' }] = (await knownRequests(stage, 'transfer')).slice(-1);
    const aged: Aged[] = [];
    for (const waitMs of effort === 'standard' || effort === 'full' ? [youngMs, oldMs] : [youngMs]) {
      await using browser = await openBrowser(stage);
      const tab = await browser.open('app');
      await signInAt(stage, tab, victim);
      const set = performance.now();
      await stage.wait(waitMs);
      const ageMs = Math.round(performance.now() - set);
      const forged: Forged[] = [];
      const booked = await effects.by(async () => forged.push(await forge(browser, tab, 'cross-site', 'form', aim)));
      aged.push(...forged.map((one) => ({ ageMs, forged: one, booked })));
    }
    return { aged };
  },

  judge({ aged }): Judgement {
    const booked = aged.filter((one) => one.booked > 0);
    const counts = { tries: aged.length, successes: booked.length };
    const told = aged
      .map(({ ageMs, forged }) => `at ${ageMs} ms it was ${forged.carried.length > 0 ? 'sent' : 'kept back'}`)
      .join(', ');
    if (booked.length > 0)
      return { ...counts, outcome: 'succeeded', because: `a forged request booked a transfer; of the cookie: ${told}` };
    if (aged.length === 0) return { ...counts, outcome: 'inconclusive', because: 'no request was forged' };
    return { ...counts, outcome: 'blocked', because: `no forged request booked a transfer; of the cookie: ${told}` };
  },
} satisfies Attack<Seen>;
