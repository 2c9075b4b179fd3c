import type { ArtefactWindow, Judgement } from '../attack.ts';
import { redeem } from '../clients/renewal.ts';
import type { Artefact, Credential, How, Stage, Target } from '../stage.ts';
import { atOnce, endedBy, tokenEnd } from './bound.ts';
import { acceptedFor, longestAccessMs, longestWaitMs, shortestAccessMs, type Window } from './window.ts';

/** What was left of a copied credential after an event that should have ended it. */
export type Aftermath = {
  /** Whether the event was answered as done. */
  readonly done: boolean;
  /** Time from before the login to after the event: what the copy had aged at most when it was first tried. */
  readonly ageMs: number;
  readonly artefacts: readonly Artefact['role'][];
  /** Requests with the copy, from the answer to the event on. */
  readonly requests: Window;
  /** Uses of the copied refresh token; 0 tries where there is none. */
  readonly renewals: { readonly tries: number; readonly accepted: number; readonly lastAcceptedMs: number };
};

/** An acceptance this long after an event that should act at once needs no longer proof. */
const provenMs = 1_000;

/**
 * Uses a copy from now on: at once its refresh token at every instance, and ordinary requests at each in turn until
 * ten refusals in a row. Call it right after the answer of the event.
 * @param accepted whether a credential still gives what the thief is after
 */
export async function useCopy(
  stage: Stage,
  copy: Credential,
  accepted: (held: Credential, how: Pick<How, 'instance'>) => Promise<boolean>,
  now: () => number = () => performance.now(),
): Promise<Pick<Aftermath, 'artefacts' | 'requests' | 'renewals'>> {
  const { instances, traits, settings, protocol } = stage.target;
  const start = now();
  const boundMs = traits.revocation === 'immediate' ? provenMs : longestAccessMs(settings);
  const lapsesMs = lapseMs(stage.target);
  const use = (n: number) => accepted(copy, { instance: (n + 1) % instances });
  const requests = acceptedFor(stage, boundMs, use, now, lapsesMs > longestWaitMs ? 0 : lapsesMs);
  const artefacts = Object.values(copy).flatMap(({ role }) => (role === 'companion' ? [] : [role]));
  const renewals = { tries: 0, accepted: 0, lastAcceptedMs: 0 };
  if (protocol.steps.refresh && artefacts.includes('refresh')) {
    for (let instance = instances - 1; instance >= 0; instance -= 1) {
      renewals.tries += 1;
      const renewed = await redeem(stage, copy, { instance });
      if (!renewed || !(await accepted(renewed, { instance }))) continue;
      renewals.accepted += 1;
      renewals.lastAcceptedMs = Math.max(1, Math.round(now() - start));
    }
  }
  return { artefacts, requests: await requests, renewals };
}

/**
 * Pure. Blocked when nothing was accepted; a window when a self-contained credential worked for no longer than was
 * declared; else a success.
 * @param after how the event is called in a sentence
 */
export function judgeAftermath(
  event: ArtefactWindow['event'],
  after: string,
  { done, ageMs, artefacts, requests, renewals }: Aftermath,
  { traits, settings }: Pick<Target, 'traits' | 'settings'>,
): Judgement {
  if (!done) return { outcome: 'inconclusive', because: `the ${after} was refused` };
  const { declaredMs, bound } = endedBy(traits.revocation === 'immediate' ? atOnce : tokenEnd, settings);
  const lastMs = requests.lastAcceptedMs;
  const windows = artefacts.map((role): ArtefactWindow => {
    if (role === 'refresh')
      return { event, artefact: 'refresh-token', measuredMs: renewals.lastAcceptedMs, ...endedBy(atOnce, settings) };
    const artefact = role === 'session' ? 'session-cookie' : 'access-token';
    return { event, artefact, measuredMs: lastMs, declaredMs, bound };
  });
  const measured = { windowMs: lastMs, declaredMs, bound, windows };
  if (renewals.accepted > 0)
    return {
      ...measured,
      outcome: 'succeeded',
      because: `the copied refresh token was redeemed ${renewals.accepted} times after the ${after}`,
    };
  if (requests.accepted === 0 && traits.revocation === 'at-expiry' && ageMs > shortestAccessMs(settings))
    return {
      outcome: 'inconclusive',
      because: `login and ${after} took ${ageMs} ms: the copy may have expired before it was tried`,
    };
  if (requests.accepted === 0) {
    const uses = renewals.tries > 0 ? `, and ${renewals.tries} of ${renewals.tries} uses of the refresh token` : '';
    const unseen =
      lapseMs({ traits, settings }) > longestWaitMs
        ? '; whether that is forgotten before the token ends was not waited for'
        : '';
    return {
      ...measured,
      outcome: 'blocked',
      because: `the first request with the copy after the ${after} was refused, and every later one${uses}${unseen}`,
    };
  }
  if (traits.revocation === 'immediate' || !requests.ended || lastMs > longestAccessMs(settings))
    return {
      ...measured,
      outcome: 'succeeded',
      because: `the copy still worked ${lastMs} ms after the ${after}, where ${declaredMs} ms are declared`,
    };
  return {
    ...measured,
    outcome: 'window',
    because: `the copy worked for ${lastMs} ms after the ${after}, of ${declaredMs} ms declared`,
  };
}

/** A statement that was taken back is good again when that is forgotten before its own end: how long that may take. */
function lapseMs({ traits, settings }: Pick<Target, 'traits' | 'settings'>): number {
  return traits.revocation === 'immediate' && traits.credential === 'self-contained' ? longestAccessMs(settings) : 0;
}
