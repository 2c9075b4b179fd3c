import type { Settings } from '../../../servers/settings.ts';
import type { Artefact, Credential, How } from '../../exchange.ts';
import type { ArtefactWindow, Judgement } from '../../kinds/attack.ts';
import type { Stage, StageTarget } from '../../stage.ts';
import { redeem } from '../clients/renewal.ts';
import { together } from '../evidence/together.ts';
import { atOnce, type Bound, copyEnd, endedBy } from './bound.ts';
import { acceptedFor, longestAccessMs, longestMs, longestWaitMs, type ObservedWindow, shortestMs } from './window.ts';

/** What was left of a copied credential after an event that should have ended it. */
export type Aftermath = {
  /** Whether the event was answered as done. */
  readonly done: boolean;
  /** From before the login until each instance had answered a request with the copy: what it had aged at most then. */
  readonly ageMs: number;
  readonly artefacts: readonly Artefact['role'][];
  /** When the first request with the copy was answered, in ms after the event. */
  readonly firstMs: number;
  /** Requests with the copy, from the answer to the event on. */
  readonly requests: ObservedWindow;
  /** Uses of the copied refresh token; 0 tries where there is none. */
  readonly renewals: { readonly tries: number; readonly accepted: number; readonly lastAcceptedMs: number };
};

/** Lifetimes whose ends can be waited for, of whatever may end a copy; in this order, so that each is told from the next. */
export const shortEnds = { lagMs: 1_000, accessMs: 3_000, absoluteMs: 8_000 } as const satisfies Partial<Settings>;

/** Uses a credential once at each instance, as its owner does in a day: whatever they keep of it is warm. */
export async function usedEverywhere(stage: Stage, held: Credential): Promise<void> {
  for (let instance = 0; instance < stage.target.instances; instance += 1) await stage.whoAmI(held, { instance });
}

/** What is held after a use that was accepted: a browser goes on with what each answer hands out. */
type UseCredential = (held: Credential, how?: Pick<How, 'instance'>) => Promise<Credential | undefined>;

/** Uses a credential to ask who it is, and accepts no other name. */
export function speakingFor(stage: Stage, id: string): UseCredential {
  return async (as, how = {}) => {
    const { status, subject, credential } = await stage.perform('me', { ...how, as });
    return stage.target.protocol.steps.me.ok.includes(status) && subject === id ? credential : undefined;
  };
}

/** An acceptance this long after an event that should act at once needs no longer proof. */
export const provenMs = 1_000;

/**
 * Uses a copy from now on: at once its refresh token at every instance, and ordinary requests at each in turn until
 * ten refusals in a row. Call it right after the answer of the event.
 * @param sinceMs when the login was sent that it comes from, on the clock of `performance.now()`
 * @param useOf whether a credential still gives what the thief is after
 */
export async function useCopy(
  stage: Stage,
  copy: Credential,
  sinceMs: number,
  useOf: UseCredential,
  now: () => number = () => performance.now(),
): Promise<Omit<Aftermath, 'done'>> {
  const { instances, traits, settings, protocol } = stage.target;
  const start = now();
  const boundMs = Math.max(provenMs, longestMs(copyEnd(traits), settings));
  const lapsesMs = lapseMs(stage.target);
  let ageMs = 0;
  let firstMs = 0;
  let held = copy;
  const use = async (n: number) => {
    const next = await useOf(held, { instance: (n + 1) % instances });
    if (n === 0) firstMs = Math.round(now() - start);
    if (n < instances) ageMs = Math.ceil(now() - sinceMs);
    held = next ?? held;
    return next !== undefined;
  };
  const artefacts = Object.values(copy).flatMap(({ role }) => (role === 'companion' ? [] : [role]));
  const renewed = async () => {
    const renewals = { tries: 0, accepted: 0, lastAcceptedMs: 0 };
    if (!protocol.steps.refresh || !artefacts.includes('refresh')) return renewals;
    for (let instance = instances - 1; instance >= 0; instance -= 1) {
      renewals.tries += 1;
      const sentMs = now();
      const renewal = await redeem(stage, copy, { instance });
      if (!renewal || !(await useOf(renewal, { instance }))) continue;
      renewals.accepted += 1;
      renewals.lastAcceptedMs = Math.max(1, Math.round(sentMs - start));
    }
    return renewals;
  };
  const [requests, renewals] = await together(
    acceptedFor(stage, boundMs, use, now, lapsesMs > longestWaitMs ? 0 : lapsesMs),
    renewed(),
  );
  return { ageMs, artefacts, firstMs, requests, renewals };
}

/**
 * Pure. Blocked when nothing was accepted; a window when a copy worked for no longer than was declared; else a success.
 * @param after how the event is called in a sentence
 * @param end what ends a copy at the latest
 */
export function judgeAftermath(
  event: ArtefactWindow['event'],
  after: string,
  { done, ageMs, artefacts, firstMs, requests, renewals }: Aftermath,
  { traits, settings }: Pick<StageTarget, 'traits' | 'settings'>,
  end: Bound = copyEnd(traits),
): Judgement {
  if (!done) return { outcome: 'inconclusive', because: `the ${after} was refused` };
  const { declaredMs, bound } = endedBy(end, settings);
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
  if (requests.accepted === 0 && declaredMs > 0 && ageMs > shortestMs(end, settings))
    return {
      outcome: 'inconclusive',
      because: `login and ${after} took ${ageMs} ms: the copy may have expired before it was tried`,
    };
  if (requests.accepted === 0 && declaredMs === 0 && firstMs > provenMs)
    return {
      outcome: 'inconclusive',
      because: `the copy was first refused ${firstMs} ms after the ${after}: too late to tell an end at once from one that lags`,
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
  if (declaredMs === 0 || !requests.ended || lastMs > longestMs(end, settings))
    return {
      ...measured,
      outcome: 'succeeded',
      because: `the copy still worked ${lastMs} ms after the ${after}, ${declaredMs === 0 ? 'where it has to end at once' : `where ${declaredMs} ms are allowed`}`,
    };
  return {
    ...measured,
    outcome: 'window',
    because: `the copy worked for ${lastMs} ms after the ${after}, of ${declaredMs} ms allowed`,
  };
}

/** A statement that was taken back is good again when that is forgotten before its own end: how long that may take. */
function lapseMs({ traits, settings }: Pick<StageTarget, 'traits' | 'settings'>): number {
  return traits.revocation === 'immediate' && traits.credential === 'self-contained' ? longestAccessMs(settings) : 0;
}
