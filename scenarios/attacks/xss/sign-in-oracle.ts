import type { Site, Tab } from '../../hooks/browser.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { openBrowser, signInAt } from '../../kit/pages/browsing.ts';

/** What each element made of the same address, by its name: the event that the page sees. */
type Events = Readonly<Record<string, string>>;

type Seen = {
  /** By whose page asks: what was seen in each round, where nobody is signed in and where the victim is. */
  readonly from: Readonly<Record<string, { readonly out: readonly Events[]; readonly in: readonly Events[] }>>;
};

const askers: readonly Site[] = ['cross-site', 'sibling'];
const rounds = 2;

export default {
  kind: 'attack',
  id: 'sign-in-oracle',
  title: 'Who is signed in, told to pages of others',
  question: 'Can a page of another origin find out whether its visitor is signed in to the application?',
  goal: 'Know who of the visitors has an account here and is signed in: to single them out, or to attack them alone.',
  precondition: 'web-page',
  severity: 'low',
  references: ['CWE-203', 'CWE-346', 'ASVS 3.5.8', 'WSTG-CLNT-13', 'Fetch §3.7'],
  steps: [
    'A page of another site, and of a sibling subdomain, loads what is meant for users as an image, a script, a style sheet, a font, an object, a frame and a medium, and notes whether each was loaded or failed.',
    'The victim signs in at the application, in the same browser; both pages do so again.',
    `Each is done ${rounds} times: what differs every time tells. How long it took is not looked at.`,
  ],
  fix: "Send Content-Security-Policy: frame-ancestors 'none', X-Content-Type-Options: nosniff and Cross-Origin-Resource-Policy: same-origin with every answer, refusals too.",
  controls: ['careless-answer-headers'],
  needs: { hooks: ['browser'] },
  appliesTo: ({ ambient }) => ambient === 'every-request' || 'what a page of others loads carries no credential',
  expected: () => 'blocked',

  async attempt(stage) {
    const { path } = stage.request('me');
    await using browser = await openBrowser(stage);
    const tab = await browser.open('app');
    const signedOut = await seenBy(tab, browser.origins.app + path);
    await tab.go('app');
    await signInAt(stage, tab, stage.victim);
    const signedIn = await seenBy(tab, browser.origins.app + path);
    return {
      from: Object.fromEntries(askers.map((site) => [site, { out: signedOut[site] ?? [], in: signedIn[site] ?? [] }])),
    };
  },

  judge({ from }): Judgement {
    const ways = Object.entries(from).flatMap(([site, { out, in: within }]) =>
      Object.keys(out[0] ?? {}).map((element) => {
        const events = (seen: readonly Events[]) => [...new Set(seen.map((one) => one[element]))];
        const [before, after] = [events(out), events(within)];
        const tells = before.length === 1 && after.length === 1 && before[0] !== after[0];
        return { tells, said: `${element} on ${site}: ${before[0]} signed out, ${after[0]} signed in` };
      }),
    );
    const telling = ways.filter(({ tells }) => tells);
    const counts = { tries: ways.length, successes: telling.length };
    if (ways.length === 0) return { outcome: 'inconclusive', because: 'no page of others could load anything' };
    if (telling.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${telling.length} of ${ways.length} elements told who is signed in (first: ${telling[0]?.said})`,
      };
    return { ...counts, outcome: 'blocked', because: `0 of ${ways.length} elements told who is signed in` };
  },
} satisfies Attack<Seen>;

async function seenBy(tab: Tab, to: string): Promise<Record<string, Events[]>> {
  const seen: Record<string, Events[]> = {};
  for (const site of askers) {
    await tab.go(site);
    seen[site] = [];
    for (let round = 0; round < rounds; round += 1) seen[site].push((await tab.run(loading, { to })) as Events);
  }
  return seen;
}

/** Each address is another one, so that nothing of it is cached. What fires no event in time is an event too. */
const loading = `
  const kinds = {
    image: ['img', 'src'], script: ['script', 'src'], 'style sheet': ['link', 'href', { rel: 'stylesheet' }],
    preload: ['link', 'href', { rel: 'preload', as: 'font', crossOrigin: 'use-credentials' }],
    object: ['object', 'data'], frame: ['iframe', 'src'], medium: ['video', 'src'],
  };
  const seen = Object.entries(kinds).map(async ([name, [tag, at, further = {}]]) => {
    const element = Object.assign(document.createElement(tag), further);
    const event = new Promise((resolve) => {
      element.addEventListener('load', () => resolve('loaded'));
      element.addEventListener('loadedmetadata', () => resolve('loaded'));
      element.addEventListener('error', () => resolve('failed'));
      setTimeout(() => resolve('no event'), 2000);
    });
    element[at] = given.to + (given.to.includes('?') ? '&' : '?') + 'n=' + Math.random();
    document.body.append(element);
    const what = await event;
    element.remove();
    return [name, what];
  });
  return Object.fromEntries(await Promise.all(seen));`;
