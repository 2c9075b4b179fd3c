import type { Browser, Site, Tab } from '../../hooks/browser.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { type Effects, watchEffects } from '../../kit/clients/effect.ts';
import { openBrowser, signInAt } from '../../kit/pages/browsing.ts';
import { type Forged, type ForgedRequest, forge, forgeryText, type Way } from '../../kit/pages/forgery.ts';
import { knownRequests } from '../../kit/pages/known-requests.ts';

type Row = {
  /** The cookie's `SameSite`: what the server set, or what the same cookie was given in its place. */
  readonly sameSite: 'as the server sets it' | 'None' | 'absent' | 'Lax' | 'Strict';
  readonly forged: readonly Forged[];
  /** Transfers booked for the victim by these requests. */
  readonly booked: number;
};

type Attempt = readonly [from: Site, by: Way];
type Seen = { readonly rows: readonly Row[] };

const strangers: readonly Attempt[] = [
  ['cross-site', 'fetch'],
  ['cross-site', 'frame'],
  ['cross-site', 'form'],
  ['cross-site', 'text-form'],
  ['cross-site', 'get'],
];
const compared: readonly Attempt[] = [
  ['cross-site', 'fetch'],
  ['cross-site', 'form'],
  ['sibling', 'form'],
];
/** Every visit of a page costs time; the own row has it in any case. */
const further: readonly Attempt[] = [['cross-site', 'get']];

export default {
  kind: 'attack',
  id: 'csrf-cross-site',
  title: 'Cross-site request forgery',
  question: 'Can a page of a stranger make the browser of a signed-in user change state?',
  goal: 'Book a transfer as a victim who looks at the page of the attacker.',
  precondition: 'web-page',
  severity: 'high',
  references: ['CWE-352', 'ASVS 3.5.1', 'ASVS 3.5.2', 'WSTG-SESS-05', 'RFC 6265bis §5.6.7', 'RFC 10017 §6.1.3.3'],
  steps: [
    'The victim signs in at the application, in a real browser.',
    'A page of another site makes that browser ask for a transfer: by a form, by a form of type text/plain, by a link, by fetch, and in a frame.',
    'The transfers booked for the victim are counted in the database of the application, or read back by its own step.',
    'The same with the cookie given each value of SameSite in turn, from another site and from a sibling subdomain: what the attribute alone would do.',
  ],
  fix: 'Refuse a change that a page of another origin asks for: check Origin, or ask for a value that only your own pages know.',
  controls: ['cookie-samesite-none', 'state-change-by-get'],
  needs: { hooks: ['browser'], hooksOfOurs: ['effects'], steps: ['transfer'], optIn: 'writes' },
  appliesTo: ({ ambient }) =>
    ambient === 'every-request' || 'a browser adds no credential to a request that changes state',
  expected: () => 'blocked',

  async attempt(stage) {
    const { effort } = stage;
    const given: Given = { effects: await watchEffects(stage), aims: await knownRequests(stage, 'transfer') };
    await using browser = await openBrowser(stage);
    const tab = await browser.open('app');
    await signInAt(stage, tab, stage.victim);
    const cookies = await browser.cookies();
    const rows: Row[] = [{ sameSite: 'as the server sets it', ...(await forgeAll(given, browser, tab, strangers)) }];
    const thorough = effort === 'standard' || effort === 'full';
    // A server without a check of its own is beaten by now, and the longer profiles have the time to say by how much.
    if (!thorough && rows.some(({ booked }) => booked > 0)) return { rows };
    const attempts = thorough ? [...compared, ...further] : compared;
    for (const sameSite of ['None', 'absent', 'Lax', 'Strict'] as const) {
      const attribute = sameSite === 'absent' ? '' : `; SameSite=${sameSite}`;
      await browser.plant(
        'app',
        cookies.map(({ name, value }) => `${name}=${value}; Path=/; Secure; HttpOnly${attribute}`),
      );
      rows.push({ sameSite, ...(await forgeAll(given, browser, tab, attempts)) });
    }
    return { rows };
  },

  judge({ rows }): Judgement {
    const own = rows[0];
    if (!own) return { outcome: 'inconclusive', because: 'nothing was tried' };
    const counts = { tries: own.forged.length, successes: own.booked };
    if (own.booked > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${own.booked} of ${own.forged.length} forged requests booked a transfer for the victim: ${own.forged
          // a form is answered by a redirect
          .filter(({ status, carried }) => status < 400 && carried.length > 0)
          .map(forgeryText)
          .join('; ')}`,
      };
    const silent = own.forged.filter(({ status }) => status === 0);
    if (silent.length > 0)
      return {
        ...counts,
        outcome: 'inconclusive',
        because: `without an answer: ${silent.map(forgeryText).join('; ')}`,
      };
    if (own.forged.some(({ status }) => status >= 500))
      return { ...counts, outcome: 'blocked-by-crash', because: own.forged.map(forgeryText).join('; ') };
    const alone = rows.slice(1).reduce((sum, { booked }) => sum + booked, 0);
    return {
      ...counts,
      outcome: 'blocked',
      because: `none of ${own.forged.length} forged requests booked a transfer; with other values of SameSite and the same server, ${alone} did`,
    };
  },
} satisfies Attack<Seen>;

interface Given {
  readonly effects: Effects;
  readonly aims: readonly ForgedRequest[];
}

async function forgeAll(
  { effects, aims }: Given,
  browser: Browser,
  tab: Tab,
  attempts: readonly Attempt[],
): Promise<Omit<Row, 'sameSite'>> {
  const forged: Forged[] = [];
  const booked = await effects.by(async () => {
    for (const aim of aims) for (const [from, by] of attempts) forged.push(await forge(browser, tab, from, by, aim));
  });
  return { forged, booked };
}
