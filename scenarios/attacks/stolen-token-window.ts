import type { Settings } from '../../servers/settings.ts';
import type { Attack, Judgement } from '../attack.ts';
import { only, redeem } from '../clients/renewal.ts';
import type { Credential, Stage } from '../stage.ts';
import { type Bound, boundMs, endedBy, signInEnd, tokenEnd } from '../windows/bound.ts';
import { keepRenewing, shortLives, useOnceAtEachAge } from '../windows/lifetime.ts';
import { acceptedFor, longestAccessMs } from '../windows/window.ts';

type Use = {
  readonly artefact: 'session cookie' | 'access token' | 'refresh token';
  readonly case: 'kept busy by the thief' | 'used by nobody' | 'victim comes back' | 'victim stays away';
  /** From the theft to the last use that was accepted. */
  readonly lastAcceptedMs: number;
  readonly ended: boolean;
};

type Seen = { readonly uses: readonly Use[] };

/** The thief's browser is another one than the victim's. */
const elsewhere = { headers: { 'user-agent': 'another client' } };
const renewalMs = 300;
const returnMs = 600;

export default {
  kind: 'attack',
  id: 'stolen-token-window',
  title: 'Lifetime of a stolen credential',
  question: 'If a credential is copied and nobody notices, how long does it work?',
  goal: 'Use a copied credential from another client for as long as possible.',
  precondition: 'copy',
  severity: 'high',
  references: ['CWE-613', 'ASVS 7.3.1', 'ASVS 7.3.2', 'WSTG-SESS-07', 'RFC 9700 §4.14.2'],
  steps: [
    'The victim signs in; the thief copies one artefact and uses it from another client.',
    'Session cookie: used every 100 ms until ten refusals in a row; others are left alone and used once each, at growing ages.',
    'Access token: used every 100 ms until ten refusals in a row.',
    `Refresh token: redeemed with its successors every ${renewalMs} ms until refused, while the victim stays away, and while the victim renews after ${returnMs} ms; others are left alone and redeemed once each, at growing ages.`,
    'Lifetimes are compressed; the clock is the real one.',
  ],
  controls: ['no-idle-timeout', 'no-absolute-timeout', 'access-token-without-expiry'],
  needs: { settings: shortLives },
  appliesTo: () => true,
  expected: () => 'window',

  async attempt(stage) {
    const held = await stage.signIn(stage.victim);
    const roles = new Set(Object.values(held).map(({ role }) => role));
    const uses = [
      ...(roles.has('session') ? [busy(stage, 'session cookie', held), alone(stage, 'session cookie')] : []),
      ...(roles.has('access') ? [busy(stage, 'access token', only('access', held))] : []),
      ...(roles.has('refresh')
        ? [renewed(stage, 'victim stays away'), renewed(stage, 'victim comes back'), alone(stage, 'refresh token')]
        : []),
    ];
    return { uses: await Promise.all(uses) };
  },

  judge({ uses }, { settings }): Judgement {
    const longest = uses.reduce((a, b) => (b.lastAcceptedMs > a.lastAcceptedMs ? b : a));
    const measured = { windowMs: longest.lastAcceptedMs, ...endedBy(endOf(longest), settings) };
    const endless = uses.filter((use) => !use.ended || use.lastAcceptedMs > allowed(use, settings));
    const counts = { tries: uses.length, successes: endless.length };
    if (endless.length > 0)
      return {
        ...measured,
        ...counts,
        outcome: 'succeeded',
        because: `beyond its lifetime: ${list(endless, settings)}`,
      };
    if (uses.every(({ lastAcceptedMs }) => lastAcceptedMs === 0))
      return { ...measured, outcome: 'inconclusive', because: 'no copy was ever accepted' };
    return { ...measured, ...counts, outcome: 'window', because: list(uses, settings) };
  },
} satisfies Attack<Seen>;

/** What the settings say: a victim who comes back ends the theft at the next use that the thief makes. */
function endOf({ artefact, case: how }: Use): Bound {
  if (artefact === 'access token') return tokenEnd;
  if (how === 'victim comes back') return { lifetimes: {}, besidesMs: returnMs + renewalMs };
  return how === 'used by nobody' ? { lifetimes: { idleMs: 1 } } : signInEnd;
}

function allowed(use: Use, settings: Settings): number {
  if (use.artefact === 'access token') return longestAccessMs(settings);
  return boundMs(endOf(use), settings) + renewalMs;
}

function list(uses: readonly Use[], settings: Settings): string {
  return uses
    .map((use) => `${use.artefact}, ${use.case}: ${use.lastAcceptedMs} ms of ${boundMs(endOf(use), settings)} ms`)
    .join('; ');
}

async function busy(stage: Stage, artefact: Use['artefact'], copy: Credential): Promise<Use> {
  const { settings, traits } = stage.target;
  const boundMs = artefact === 'access token' ? longestAccessMs(settings) : settings.absoluteMs + renewalMs;
  const { lastAcceptedMs, ended } = await acceptedFor(stage, boundMs, async () => {
    const { subject } = await stage.perform('me', { as: copy, ...elsewhere });
    return subject === stage.victim.id;
  });
  return {
    artefact,
    case: traits.renewal === 'sliding' ? 'kept busy by the thief' : 'victim stays away',
    lastAcceptedMs,
    ended,
  };
}

async function alone(stage: Stage, artefact: Use['artefact']): Promise<Use> {
  const tried = await useOnceAtEachAge(stage, stage.victim);
  const accepted = tried.filter((one) => one.accepted).map(({ ageMs }) => ageMs);
  const last = Math.max(0, ...accepted);
  return {
    artefact,
    case: 'used by nobody',
    lastAcceptedMs: last,
    ended: accepted.length < tried.length,
  };
}

async function renewed(stage: Stage, how: 'victim comes back' | 'victim stays away'): Promise<Use> {
  const stolen = await stage.signIn(stage.victim);
  const thief = keepRenewing(stage, stolen, renewalMs, stage.target.settings.absoluteMs + 2 * renewalMs);
  if (how === 'victim comes back') {
    await stage.wait(returnMs);
    await redeem(stage, stolen);
  }
  const { lastAcceptedMs, ended } = await thief;
  return { artefact: 'refresh token', case: how, lastAcceptedMs, ended };
}
