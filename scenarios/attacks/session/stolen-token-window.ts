import type { Settings } from '../../../servers/settings.ts';
import type { Credential } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { only, redeem } from '../../kit/clients/renewal.ts';
import { together } from '../../kit/evidence/together.ts';
import { ageAt, isAfter, type Span, timed, wellAfter } from '../../kit/windows/age.ts';
import { type Bound, boundMs, endedBy, signInEnd, tokenEnd } from '../../kit/windows/bound.ts';
import {
  fellSilent,
  type Kept,
  keepRenewing,
  keepUsing,
  shortLives,
  useOnceAtEachAge,
} from '../../kit/windows/lifetime.ts';
import { longestAccessMs } from '../../kit/windows/window.ts';
import type { Stage } from '../../stage.ts';

type Use = {
  readonly artefact: 'session cookie' | 'access token' | 'refresh token';
  readonly case: 'kept busy by the thief' | 'used by nobody' | 'victim comes back' | 'victim stays away';
  /** From the login to the last use that was accepted, at least. */
  readonly lastAcceptedMs: number;
  readonly ended: boolean;
  /** Where the victim came back: when that was answered, from the login on. The thief's next use must be refused. */
  readonly noticedMs?: number;
};

type Seen = { readonly uses: readonly Use[] };

/** The thief's browser is another one than the victim's. */
const elsewhere = { headers: { 'user-agent': 'another client' } };
const renewalMs = 300;
const readMs = 100;
const returnMs = 600;

export default {
  kind: 'attack',
  id: 'stolen-token-window',
  title: 'Lifetime of a stolen credential',
  question: 'If a credential is copied and nobody notices, how long does it work?',
  goal: 'Use a copied credential from another client for as long as possible.',
  precondition: 'copy',
  severity: 'high',
  references: [
    'CWE-613',
    'ASVS 7.3.1',
    'ASVS 7.3.2',
    'ASVS 10.3.5',
    'RFC 9700 §2.2.1',
    'WSTG-SESS-07',
    'RFC 9700 §4.14.2',
  ],
  steps: [
    'The victim signs in; the thief copies one artefact and uses it from another client.',
    'Session cookie: used every 100 ms until ten refusals in a row; others are left alone and used once each, at growing ages.',
    'Access token: used every 100 ms until ten refusals in a row.',
    `Refresh token: redeemed with its successors every ${renewalMs} ms until refused, while the victim stays away, and while the victim renews after ${returnMs} ms; others are left alone and redeemed once each, at growing ages.`,
    'Lifetimes are compressed; the clock is the real one.',
  ],
  fix: 'Give every credential an end after a silence and at a fixed time, which no use moves. End the token family when a spent token comes again.',
  controls: ['no-idle-timeout', 'no-absolute-timeout', 'access-token-without-expiry'],
  needs: { settings: shortLives },
  appliesTo: () => true,
  expected: () => 'window',

  async attempt(stage) {
    const { value: held, span: signedIn } = await timed(() => stage.signIn(stage.victim));
    const roles = new Set(Object.values(held).map(({ role }) => role));
    const uses = [
      ...(roles.has('session') ? [busy(stage, 'session cookie', held, signedIn), alone(stage, 'session cookie')] : []),
      ...(roles.has('access') ? [busy(stage, 'access token', only('access', held), signedIn)] : []),
      ...(roles.has('refresh')
        ? [renewed(stage, 'victim stays away'), renewed(stage, 'victim comes back'), alone(stage, 'refresh token')]
        : []),
    ];
    return { uses: await together(...uses) };
  },

  judge({ uses }, { settings }): Judgement {
    const longest = uses.reduce((a, b) => (b.lastAcceptedMs > a.lastAcceptedMs ? b : a));
    const measured = { windowMs: longest.lastAcceptedMs, ...endedBy(endOf(longest), settings) };
    const endless = uses.filter(
      (use) => !use.ended || isAfter({ leastMs: use.lastAcceptedMs }, allowed(use, settings)),
    );
    const counts = { tries: uses.length, successes: endless.length };
    if (endless.length > 0)
      return {
        ...measured,
        ...counts,
        outcome: 'succeeded',
        because: `worked beyond its lifetime: ${list(endless, settings)}`,
      };
    if (uses.every(({ lastAcceptedMs }) => lastAcceptedMs === 0))
      return { ...measured, outcome: 'inconclusive', because: 'no copy was ever accepted' };
    return { ...measured, ...counts, outcome: 'window', because: list(uses, settings) };
  },
} satisfies Attack<Seen>;

/** What the settings say: a victim who comes back ends the theft at the next use that the thief makes. */
function endOf({ artefact, case: how, noticedMs = returnMs }: Use): Bound {
  if (artefact === 'access token') return tokenEnd;
  if (how === 'victim comes back') return { lifetimes: {}, besidesMs: noticedMs };
  return how === 'used by nobody' ? { lifetimes: { idleMs: 1 } } : signInEnd;
}

function allowed(use: Use, settings: Settings): number {
  if (use.artefact === 'access token') return longestAccessMs(settings);
  return boundMs(endOf(use), settings);
}

function list(uses: readonly Use[], settings: Settings): string {
  return uses
    .map((use) => `${use.artefact}, ${use.case}: ${use.lastAcceptedMs} ms of ${boundMs(endOf(use), settings)} ms`)
    .join('; ');
}

async function busy(stage: Stage, artefact: Use['artefact'], copy: Credential, signedIn: Span): Promise<Use> {
  const { settings, traits } = stage.target;
  const boundMs = artefact === 'access token' ? longestAccessMs(settings) : settings.absoluteMs;
  let held = copy;
  const use = async () => {
    const reply = await stage.perform('me', { as: held, ...elsewhere });
    held = reply.credential;
    return reply.subject === stage.victim.id;
  };
  const kept = await keepUsing(stage, { signedIn }, { everyMs: readMs, boundMs: wellAfter(boundMs), use, inARow: 10 });
  if (artefact === 'session cookie') assertUsed(kept, settings);
  return {
    artefact,
    case: traits.renewal === 'sliding' ? 'kept busy by the thief' : 'victim stays away',
    lastAcceptedMs: kept.lastAcceptedMs,
    ended: kept.refusal !== undefined,
  };
}

async function alone(stage: Stage, artefact: Use['artefact']): Promise<Use> {
  const tried = await useOnceAtEachAge(stage, stage.victim);
  const accepted = tried.filter((one) => one.accepted).map(({ leastMs }) => leastMs);
  return {
    artefact,
    case: 'used by nobody',
    lastAcceptedMs: Math.max(0, ...accepted),
    ended: accepted.length < tried.length,
  };
}

async function renewed(stage: Stage, how: 'victim comes back' | 'victim stays away'): Promise<Use> {
  const { settings } = stage.target;
  const { value: stolen, span: signedIn } = await timed(() => stage.signIn(stage.victim));
  const victim = async () => {
    if (how === 'victim stays away') return {};
    await stage.wait(returnMs);
    const { span } = await timed(() => redeem(stage, stolen));
    return { noticedMs: ageAt(signedIn, span).mostMs };
  };
  const bound = wellAfter(settings.absoluteMs);
  const [kept, noticed] = await together(keepRenewing(stage, stolen, { signedIn }, renewalMs, bound), victim());
  if (how === 'victim stays away') assertUsed(kept, settings);
  const ended = kept.refusal !== undefined;
  return { artefact: 'refresh token', case: how, lastAcceptedMs: kept.lastAcceptedMs, ended, ...noticed };
}

/** @throws where the thief was kept from using it for so long that it may have ended by that. */
function assertUsed(kept: Kept, { idleMs }: Settings): void {
  if (fellSilent(kept, idleMs))
    throw new Error(`nobody used the copy for up to ${kept.refusal?.silence.mostMs} ms, where ${idleMs} ms end it`);
}
