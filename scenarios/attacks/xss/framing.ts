import type { Attack, Judgement } from '../../kinds/attack.ts';
import { openBrowser, signInAt } from '../../kit/pages/browsing.ts';

type Frame = {
  readonly on: 'cross-site' | 'sibling';
  /** Whom the page in the frame names. */
  readonly shows: 'victim' | 'nobody';
};

type Seen = { readonly frames: readonly Frame[]; readonly shownAlone: boolean };

export default {
  kind: 'attack',
  id: 'framing',
  title: 'A page of the application in a frame of somebody else',
  question: 'Can a page of another origin show the application to its user, and have them click into it?',
  goal: 'Have the victim press buttons of the application that they do not see, on a page of the attacker.',
  precondition: 'web-page',
  severity: 'low',
  references: ['CWE-1021', 'ASVS 3.4.6', 'WSTG-CLNT-09', 'RFC 7034'],
  steps: [
    'The victim signs in at the application, in a real browser.',
    'A page of another site, and of a sibling subdomain, shows the page of the application that names its user in a frame.',
    'What the frame shows is read by the browser itself, since no page may: it counts where the victim is named.',
  ],
  fix: "Send Content-Security-Policy: frame-ancestors 'none' with every page.",
  controls: ['careless-answer-headers'],
  needs: { hooks: ['browser'] },
  appliesTo: ({ ambient }) => ambient === 'every-request' || 'what a frame asks for carries no credential',
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim } = stage;
    const { path } = stage.request('me');
    await using browser = await openBrowser(stage);
    const shows = (text: string) => (browser.names('me', text) === victim.id ? 'victim' : 'nobody');
    const tab = await browser.open('app');
    await signInAt(stage, tab, victim);
    await tab.go('app', path);
    const shownAlone = shows(await tab.text()) === 'victim';
    const frames: Frame[] = [];
    for (const on of ['cross-site', 'sibling'] as const) {
      await tab.go(on);
      await tab.run(framing, { to: browser.origins.app + path });
      frames.push({ on, shows: shows(await tab.text('frame')) });
    }
    return { frames, shownAlone };
  },

  judge({ frames, shownAlone }): Judgement {
    const won = frames.filter(({ shows }) => shows === 'victim');
    const counts = { tries: frames.length, successes: won.length };
    const names = (list: readonly Frame[]) => list.map(({ on }) => on).join(' and ');
    if (!shownAlone) return { ...counts, outcome: 'inconclusive', because: 'the page names nobody without a frame' };
    if (won.length > 0)
      return { ...counts, outcome: 'succeeded', because: `a frame showed the page of the victim: ${names(won)}` };
    return { ...counts, outcome: 'blocked', because: `no frame showed the page of the victim: ${names(frames)}` };
  },
} satisfies Attack<Seen>;

/** A frame that the browser refuses to fill has been loaded too: with a page that says so. */
const framing = `
  const frame = Object.assign(document.createElement('iframe'), { src: given.to });
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
  document.body.append(frame);
  await loaded;`;
