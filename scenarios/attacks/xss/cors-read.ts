import type { Attack, Judgement } from '../../kinds/attack.ts';
import { openBrowser, signInAt } from '../../kit/pages/browsing.ts';

type Read = {
  readonly from: 'cross-site' | 'sibling' | 'sandboxed';
  readonly step: string;
  /** Whether the browser let the page read the answer. */
  readonly readable: boolean;
  readonly speaksFor: 'victim' | 'nobody';
};

type Seen = { readonly reads: readonly Read[] };

export default {
  kind: 'attack',
  id: 'cors-read',
  title: 'Cross-origin read with credentials',
  question: 'Can a page of another origin read what the application answers to its user?',
  goal: 'Read the answers to a victim who looks at the page of the attacker, among them a fresh access token.',
  precondition: 'web-page',
  severity: 'high',
  references: ['CWE-942', 'ASVS 3.4.2', 'WSTG-CLNT-07'],
  steps: [
    'The victim signs in at the application, in a real browser.',
    'A page of another site, of a sibling subdomain, and of no origin at all (a sandboxed frame) fetches with credentials what a cookie gives access to, and tries to read the answer.',
  ],
  fix: 'Let no origin but your own read answers with credentials (Access-Control-Allow-Credentials).',
  controls: ['cors-reflects-origin'],
  needs: { hooks: ['browser'] },
  appliesTo: ({ ambient, bound }) =>
    bound === 'key'
      ? 'no answer speaks for anybody without a proof, which a page of another origin cannot make'
      : ambient !== 'never' || 'a page of another origin has no credential, and the browser adds none',
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim } = stage;
    const { refresh } = stage.target.protocol.steps;
    const name = refresh?.subject === undefined ? 'me' : 'refresh';
    const step = stage.request(name);
    await using browser = await openBrowser(stage);
    const tab = await browser.open('app');
    await signInAt(stage, tab, victim);
    const given = { to: `${browser.origins.app}${step.path}`, method: step.method };
    const reads: Read[] = [];
    const read = async (from: Read['from'], script: string) => {
      await tab.go(from === 'sibling' ? 'sibling' : 'cross-site');
      const text = String(await tab.run(script, given));
      reads.push({
        from,
        step: `${step.method} ${step.path}`,
        readable: text !== '',
        speaksFor: browser.names(name, text) === victim.id ? 'victim' : 'nobody',
      });
    };
    await read('cross-site', reading);
    await read('sandboxed', sandboxed);
    await read('sibling', reading);
    return { reads };
  },

  judge({ reads }): Judgement {
    const won = reads.filter(({ speaksFor }) => speaksFor === 'victim');
    const counts = { tries: reads.length, successes: won.length };
    const names = (list: readonly Read[]) => list.map(({ from, step }) => `${step} from ${from}`).join('; ');
    if (won.length > 0)
      return { ...counts, outcome: 'succeeded', because: `the answer to the victim was read: ${names(won)}` };
    const open = reads.filter(({ readable }) => readable);
    if (open.length > 0)
      return {
        ...counts,
        outcome: 'blocked',
        because: `answers could be read (${names(open)}), but none of them spoke for the victim`,
      };
    return {
      ...counts,
      outcome: 'blocked',
      because: `the browser let no other origin read an answer: ${names(reads)}`,
    };
  },
} satisfies Attack<Seen>;

/** What the browser keeps of an answer to the application itself is no answer to this page. */
const reading = `
  try {
    const how = { method: given.method, credentials: 'include', cache: 'no-store' };
    return await (await fetch(given.to, how)).text();
  } catch {
    return '';
  }`;

/** A sandboxed frame has the origin `null`, which careless allow-lists contain. */
const sandboxed = `
  const answered = new Promise((resolve) => addEventListener('message', ({ data }) => resolve(data)));
  const inner = 'const given = ' + JSON.stringify(given) + ';' +
    '(async () => {' + ${JSON.stringify(reading)} + '})().then((text) => parent.postMessage(text, "*"))';
  const frame = Object.assign(document.createElement('iframe'), { srcdoc: '<script>' + inner + '<\\/script>' });
  frame.sandbox = 'allow-scripts';
  document.body.append(frame);
  return await answered;`;
