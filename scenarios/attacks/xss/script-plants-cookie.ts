import type { Attack, Judgement } from '../../kinds/attack.ts';
import { fromCookies } from '../../kit/clients/client-kept.ts';
import { browserSpeaksFor, openBrowser, signInAt } from '../../kit/pages/browsing.ts';

type Speaks = 'victim' | 'attacker' | 'nobody';

type Seen = {
  /** The names that the script wrote. */
  readonly written: readonly string[];
  /** Whom a page speaks for after it wrote them where nobody is signed in, and where the victim is. */
  readonly before: Speaks;
  readonly during: Speaks;
};

export default {
  kind: 'attack',
  id: 'script-plants-cookie',
  title: 'Cookie that a script plants',
  question: 'Can an injected script sign the victim in as somebody else, for longer than its page lives?',
  goal: "Have the victim work in the attacker's sign-in, once a script of theirs ran in the page for a moment.",
  precondition: 'injected-script',
  severity: 'medium',
  references: ['CWE-384', 'CWE-565', 'CWE-79', 'RFC 6265bis §4.1.3', 'RFC 10017 §6.1.3.2', 'WSTG-SESS-03'],
  steps: [
    'In a real browser in which nobody is signed in, an injected script writes the cookies of a sign-in of the attacker, under their names, and under those that any __Host- cookie could have.',
    'A page of the application asks who it is.',
    'The same where the victim is signed in, after the script has written as many cookies as make the browser forget older ones.',
  ],
  fix: 'Name the cookie with the prefix __Host-Http-: browsers that know it take such a cookie from answers alone (Chromium 140).',
  controls: ['cookie-prefix-http-not-required'],
  needs: { hooks: ['browser'] },
  appliesTo({ ambient, bound }) {
    if (ambient === 'never') return 'there is no cookie that could be planted';
    return bound !== 'key' || 'whoever plants a cookie cannot plant the key that it is bound to';
  },
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim, attacker, target } = stage;
    const own = fromCookies(target.protocol, await stage.signIn(attacker));
    const genuine: [string, string][] = Object.values(own).flatMap(({ values }) => Object.entries(values));
    const cookies = genuine.flatMap(([name, value]) =>
      [...new Set([name, name.replace('__Host-Http-', '__Host-')])].map((one) => `${one}=${value}`),
    );
    const name = (id: string | undefined): Speaks =>
      id === victim.id ? 'victim' : id === attacker.id ? 'attacker' : 'nobody';
    await using browser = await openBrowser(stage);
    const tab = await browser.open('app');
    await tab.run(planting, { cookies, crowd: 0 });
    const before = name(await browserSpeaksFor(stage, tab));
    await signInAt(stage, tab, victim);
    await tab.run(planting, { cookies, crowd });
    const during = name(await browserSpeaksFor(stage, tab));
    return { written: cookies.map((one) => one.slice(0, one.indexOf('='))), before, during };
  },

  judge({ written, before, during }): Judgement {
    const seen = Object.entries({ 'where nobody was signed in': before, 'where the victim was': during });
    const won = seen.filter(([, speaks]) => speaks === 'attacker').map(([where]) => where);
    const counts = { tries: seen.length, successes: won.length };
    if (won.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `a page spoke for the attacker after a script had written ${written.length} cookies ${won.join(' and ')}`,
      };
    // who has made the browser forget a sign-in has ended it for this browser, and has signed nobody in
    return {
      ...counts,
      outcome: 'blocked',
      because: `the browser or the server took none of ${written.length} cookies that a script wrote for a sign-in (then: ${before}, ${during})`,
    };
  },
} satisfies Attack<Seen>;

/** Chromium keeps 180 of one site. */
const crowd = 200;

const planting = `
  for (let n = 0; n < given.crowd; n++) document.cookie = 'crowd-' + n + '=1; Path=/; Secure';
  for (const pair of given.cookies) document.cookie = pair + '; Path=/; Secure; SameSite=Lax';
  for (let n = 0; n < given.crowd; n++) document.cookie = 'crowd-' + n + '=; Path=/; Secure; Max-Age=0';`;
