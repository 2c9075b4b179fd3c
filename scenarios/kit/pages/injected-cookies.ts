import type { Judgement } from '../../kinds/attack.ts';
import type { Stage } from '../../stage.ts';
import { fromCookies } from '../clients/client-kept.ts';
import { cookiesSetBy, isDeletion } from '../clients/set-cookie.ts';
import { browserSpeaksFor, openBrowser, signInAt } from './browsing.ts';

/** What became of a victim into whose browser a sibling subdomain put cookies of the attacker. */
export type InjectedCookies = {
  /** The names under which they were set. */
  readonly set: readonly string[];
  /** Those of them that the browser then sent to the application. */
  readonly sent: readonly string[];
  readonly victimSpeaksFor: 'victim' | 'attacker' | 'nobody';
  /** Whom a browser spoke for in which nobody was signed in, once they were set there. */
  readonly visitorSpeaksFor: 'attacker' | 'other' | 'nobody';
};

export type Pair = readonly [name: string, value: string];
export type Spell = (genuine: readonly Pair[]) => readonly string[];

/** Each cookie under other names. */
export function named(names: (name: string) => readonly string[]): Spell {
  return (genuine) => genuine.flatMap(([name, value]) => names(name).map((other) => `${other}=${value}`));
}

/**
 * Signs the victim in, has a sibling subdomain set the attacker's own, valid cookies for the whole site, and asks who the
 * victim is. A longer path goes first (RFC 6265bis §5.8.3), and of two alike the one that was set later goes last: some
 * servers read the first of two names, and some the last.
 * @param spell cookies to set in place of these, each as `name=value`
 */
export async function injectCookies(stage: Stage, spell: Spell): Promise<InjectedCookies> {
  const { victim, attacker, target } = stage;
  const { path } = stage.request(target.protocol.steps.refresh ? 'refresh' : 'me');
  const { username, password } = attacker;
  const login = await stage.perform('login', { values: { username, password } });
  const own = fromCookies(target.protocol, login.credential);
  // a server may compare others that the login sets with those of the credential
  const set = cookiesSetBy(login.headers).filter((one) => !isDeletion(one));
  const genuine: Pair[] = Object.entries({
    ...Object.fromEntries(set.map(({ key, value }) => [key, value])),
    ...Object.assign({}, ...Object.values(own).map(({ values }) => values)),
  });
  const pairs = spell(genuine);
  const planted = (site: string) =>
    pairs.flatMap((pair) =>
      [path.split('?')[0], '/'].map((at) => `${pair}; Domain=${site}; Path=${at}; Secure; SameSite=None`),
    );
  const visitorId = await visitorWith(stage, planted);
  await using browser = await openBrowser(stage);
  const tab = await browser.open('app');
  await signInAt(stage, tab, victim);
  await browser.plant('sibling', planted(siteOf(browser)));
  const speaksFor = await browserSpeaksFor(stage, tab);
  const carried = tab.sent().findLast((sent) => sent.path === path)?.carried ?? [];
  const names = pairs.map((pair) => pair.slice(0, pair.indexOf('=')));
  // The victim's own cookies have the genuine names, and go along once each.
  const expected = new Set(genuine.map(([name]) => name));
  const times = (name: string) => carried.filter((other) => other === name).length;
  const sent = names.filter((name) => times(name) > (expected.has(name) ? 1 : 0));
  return {
    set: names,
    sent,
    victimSpeaksFor: speaksFor === victim.id ? 'victim' : speaksFor === attacker.id ? 'attacker' : 'nobody',
    visitorSpeaksFor: visitorId === undefined ? 'nobody' : visitorId === attacker.id ? 'attacker' : 'other',
  };
}

/** Who a browser is in which nobody signed in, with cookies that a sibling set. */
async function visitorWith(stage: Stage, lines: (site: string) => readonly string[]): Promise<string | undefined> {
  await using browser = await openBrowser(stage);
  const tab = await browser.open('app');
  await browser.plant('sibling', lines(siteOf(browser)));
  return await browserSpeaksFor(stage, tab);
}

function siteOf({ origins }: Awaited<ReturnType<typeof openBrowser>>): string {
  return new URL(origins.app).hostname.split('.').slice(1).join('.');
}

/** Pure. */
export function judgeInjectedCookies(seen: InjectedCookies): Judgement {
  const { set, sent, victimSpeaksFor, visitorSpeaksFor } = seen;
  const isTaken = victimSpeaksFor !== 'victim' || visitorSpeaksFor === 'attacker';
  const counts = { tries: set.length, successes: isTaken ? 1 : 0 };
  const told = `the browser sent ${sent.length} of ${set.length} injected cookies`;
  if (victimSpeaksFor === 'attacker')
    return { ...counts, outcome: 'succeeded', because: `${told}, and the victim was served as the attacker` };
  if (victimSpeaksFor === 'nobody')
    return { ...counts, outcome: 'succeeded', because: `${told}, and the victim was served as nobody` };
  if (visitorSpeaksFor === 'attacker')
    return {
      ...counts,
      outcome: 'succeeded',
      because: `with ${set.length} injected cookies a browser in which nobody was signed in was served as the attacker`,
    };
  return { ...counts, outcome: 'blocked', because: `${told}, and the victim was still served as themselves` };
}
