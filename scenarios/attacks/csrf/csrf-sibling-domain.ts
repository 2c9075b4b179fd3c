import type { Attack, Judgement } from '../../kinds/attack.ts';
import { watchEffects } from '../../kit/clients/effect.ts';
import { openBrowser, signInAt } from '../../kit/pages/browsing.ts';
import { type Forged, forge, forgeryText, forgeSpelled } from '../../kit/pages/forgery.ts';
import { knownRequests } from '../../kit/pages/known-requests.ts';

type Seen = {
  readonly forged: readonly Forged[];
  /** Transfers booked for the victim by these requests. */
  readonly booked: number;
};

export default {
  kind: 'attack',
  id: 'csrf-sibling-domain',
  title: 'Request forgery from a sibling subdomain',
  question: 'Does anything but SameSite stop a page of another subdomain, which is the same site?',
  goal: 'Book a transfer as a victim who looks at a page of a subdomain that the attacker controls.',
  precondition: 'sibling-domain',
  severity: 'high',
  references: ['CWE-352', 'ASVS 3.5.1', 'RFC 6265bis §5.2', 'RFC 10017 §6.1.3.3'],
  steps: [
    'The victim signs in at the application, in a real browser.',
    'A page of a sibling subdomain makes that browser ask for a transfer: by fetch, in a frame, by a form, and by a form of type text/plain.',
    'The page asks for every other spelling of its path by fetch.',
    'The transfers booked for the victim are counted in the database of the application, or read back by its own step.',
  ],
  fix: 'Refuse a change that a page of another origin asks for: check Origin, or ask for a value that only your own pages know.',
  controls: ['origin-unchecked', 'paths-compared-as-text'],
  needs: { hooks: ['browser'], hooksOfOurs: ['effects'], steps: ['transfer'], optIn: 'writes' },
  appliesTo: ({ ambient }) =>
    ambient === 'every-request' || 'a browser adds no credential to a request that changes state',
  expected: () => 'blocked',

  async attempt(stage) {
    const effects = await watchEffects(stage);
    const aims = await knownRequests(stage, 'transfer');
    await using browser = await openBrowser(stage);
    const tab = await browser.open('app');
    await signInAt(stage, tab, stage.victim);
    const forged: Forged[] = [];
    const booked = await effects.by(async () => {
      for (const aim of aims) {
        for (const by of ['fetch', 'frame', 'form', 'text-form'] as const)
          forged.push(await forge(browser, tab, 'sibling', by, aim));
        forged.push(...(await forgeSpelled(browser, tab, 'sibling', aim)));
      }
    });
    stage.note(`${booked} transfers were booked`);
    return { forged, booked };
  },

  judge({ forged, booked }): Judgement {
    const counts = { tries: forged.length, successes: booked };
    const told = forged.map(forgeryText).join('; ');
    if (booked > 0) return { ...counts, outcome: 'succeeded', because: `${booked} transfers were booked: ${told}` };
    if (forged.some(({ status }) => status === 0))
      return { ...counts, outcome: 'inconclusive', because: `a request had no answer: ${told}` };
    if (forged.some(({ status }) => status >= 500)) return { ...counts, outcome: 'blocked-by-crash', because: told };
    const carried = forged.filter((one) => one.carried.length > 0).length;
    return {
      ...counts,
      outcome: 'blocked',
      because: `the browser sent the cookie with ${carried} of ${forged.length} requests, and none booked a transfer`,
    };
  },
} satisfies Attack<Seen>;
