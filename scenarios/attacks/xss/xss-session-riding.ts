import type { Credential } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { redeem, refreshTokenOf } from '../../kit/clients/renewal.ts';
import { capture, elsewhereForKeys, openSignedIn, pageStoragesOf } from '../../kit/pages/injected-script.ts';
import { endedBy, tokenEnd } from '../../kit/windows/bound.ts';
import { acceptedFor, longestAccessMs, type ObservedWindow, shortestAccessMs } from '../../kit/windows/window.ts';
import type { Stage } from '../../stage.ts';

type Seen = {
  /** From before the login to the first act of the script: what a token had aged at most. */
  readonly ageMs: number;
  /** From the first act of the script to the end of the tab. */
  readonly tabMs: number;
  /** Transfers booked for the victim while the tab lived, and after its end without any help from outside. */
  readonly bookedInTab: number;
  readonly bookedByClosedTab: number;
  /** Whether the script could change the password without knowing it. */
  readonly passwordChanged: boolean;
  /** Transfers from elsewhere with what the script had taken, from the end of the tab on. */
  readonly elsewhere: ObservedWindow;
};

const rideMs = 1_000;
const settledMs = 500;
/** An acceptance this long after the end of the tab needs no longer proof. */
const provenMs = 1_000;

export default {
  kind: 'attack',
  id: 'xss-session-riding',
  title: 'Session riding by injected script',
  question: 'What can a script in the page of the application do, and does it end with the tab?',
  goal: 'Act as the victim from within their own page.',
  precondition: 'injected-script',
  severity: 'critical',
  references: ['CWE-79', 'ASVS 7.5.1', 'WSTG-CLNT-01'],
  steps: [
    'The victim signs in at the application, in a real browser.',
    'A script in that page asks for a transfer every 100 ms, with whatever the application itself would send along, and tries to change the password without knowing it.',
    'After a second the tab and the browser are closed. The transfers booked for the victim are counted before and after.',
    'The attacker goes on from elsewhere with what the script could take, until ten refusals in a row.',
  ],
  fix: 'Keep credentials in cookies with HttpOnly, or let tokens that pages hold end within minutes. Ask for the present password before you set a new one.',
  controls: ['cookie-readable-by-script', 'access-token-without-expiry'],
  needs: { steps: ['password', 'transfer'], hooks: ['browser', 'effects'], settings: { accessMs: 5_000 } },
  appliesTo: elsewhereForKeys,
  expected: () => 'window',

  async attempt(stage) {
    const { victim, hooks, target } = stage;
    const [place = 'cookie'] = pageStoragesOf(target.protocol);
    const count = async () => (await hooks.effects?.(victim.id)) ?? 0;
    const { browser, tab, sinceMs } = await openSignedIn(stage, place);
    const captured = await capture(stage, browser, tab);
    // The latest of each kind is the one with the longest life left.
    const credential: Credential = Object.assign({}, ...captured.map((taken) => taken.credential));
    const before = await count();
    const start = performance.now();
    await tab.run(ride, { request: scriptRequest(stage, credential) });
    const guessed = { password: 'not the password', next: 'chosen by the attacker' };
    const change = await tab.perform('password', { as: credential, values: guessed });
    await stage.wait(rideMs);
    await browser[Symbol.asyncDispose]();
    const tabMs = Math.round(performance.now() - start);
    // Requests that were under way when the tab closed are still answered.
    await stage.wait(settledMs);
    const closed = await count();
    await stage.wait(settledMs);
    const later = await count();
    const bound = target.traits.transport === 'cookie' ? provenMs : longestAccessMs(target.settings);
    let held = credential;
    const elsewhere = await acceptedFor(stage, bound, async () => {
      const transfer = async () => (await stage.perform('transfer', { as: held })).subject === victim.id;
      if (await transfer()) return true;
      const renewed = refreshTokenOf(held) && (await redeem(stage, held));
      if (!renewed) return false;
      held = renewed;
      return transfer();
    });
    return {
      ageMs: Math.round(start - sinceMs),
      tabMs,
      bookedInTab: closed - before,
      bookedByClosedTab: later - closed,
      passwordChanged: target.protocol.steps.password?.ok.includes(change.status) ?? false,
      elsewhere,
    };
  },

  judge(seen, { traits, settings }): Judgement {
    const { ageMs, tabMs, bookedInTab, bookedByClosedTab, passwordChanged, elsewhere } = seen;
    const boundMs = traits.transport === 'cookie' ? 0 : longestAccessMs(settings);
    const lifetimes = boundMs === 0 ? {} : tokenEnd.lifetimes;
    const counts = { tries: bookedInTab + elsewhere.accepted, successes: bookedInTab + elsewhere.accepted };
    if (passwordChanged)
      return { ...counts, outcome: 'succeeded', because: 'the script changed the password without knowing it' };
    if (bookedByClosedTab > 0)
      return { ...counts, outcome: 'inconclusive', because: 'the tab went on after it was closed' };
    if (elsewhere.accepted > 0 && (!elsewhere.ended || elsewhere.lastAcceptedMs > boundMs || boundMs === 0))
      return {
        ...counts,
        outcome: 'succeeded',
        because: `what the script took still booked transfers ${elsewhere.lastAcceptedMs} ms after the tab was closed, where ${boundMs === 0 ? 0 : settings.accessMs + settings.toleranceMs} ms are allowed`,
      };
    if (bookedInTab === 0 && boundMs > 0 && ageMs + tabMs > shortestAccessMs(settings))
      return {
        ...counts,
        outcome: 'inconclusive',
        because: `the tab was closed ${ageMs + tabMs} ms after the login: the script may have come too late`,
      };
    if (bookedInTab === 0) return { ...counts, outcome: 'blocked', because: 'the script booked nothing' };
    const after =
      elsewhere.accepted === 0
        ? 'nothing that the script took was good for a transfer afterwards'
        : `what it took was good for ${elsewhere.lastAcceptedMs} ms more`;
    return {
      ...counts,
      windowMs: elsewhere.accepted === 0 ? tabMs : tabMs + elsewhere.lastAcceptedMs,
      ...endedBy({ lifetimes, besidesMs: tabMs }, settings),
      outcome: 'window',
      because: `the script booked ${bookedInTab} transfers in the ${tabMs} ms that the tab was open, which no scheme can stop; ${after}. The password it could not change.`,
    };
  },
} satisfies Attack<Seen>;

const everyMs = 100;

/** Goes on for as long as its page lives. */
const ride = `
  const { path, ...init } = given.request;
  (async () => {
    for (;;) {
      await fetch(path, init).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, ${everyMs}));
    }
  })();`;

function scriptRequest(stage: Stage, as: Credential) {
  const { path, method, headers } = stage.request('transfer', { as });
  return { path, method, headers };
}
