import type { Settings } from '../../../servers/settings.ts';
import type { Stage } from '../../stage.ts';
import { clocksDifferMs } from './age.ts';
import { type Bound, boundMs } from './bound.ts';

/** How long something that should have ended was still accepted, counted from the call. */
export interface ObservedWindow {
  readonly accepted: number;
  /** When the last accepted request was sent; 0 when none was. */
  readonly lastAcceptedMs: number;
  /** Whether it came to an end: ten refusals in a row within the bound. */
  readonly ended: boolean;
}

const everyMs = 100;
const refusalsInARow = 10;

/** Nobody waits for something to end, or to be forgotten, that lives longer than this. */
export const longestWaitMs = 20_000;

/**
 * Asks again and again until ten refusals in a row, or until an acceptance later than `boundMs`, after which
 * there is nothing left to learn. Call it right after the answer of the event that should end the acceptance.
 * @param ask answers whether the n-th request was accepted
 * @param atLeastMs watched for so long also after ten refusals: a note about an end may be forgotten before what it ends
 */
export async function acceptedFor(
  stage: Pick<Stage, 'wait'>,
  boundMs: number,
  ask: (n: number) => Promise<boolean>,
  now: () => number = () => performance.now(),
  atLeastMs = 0,
): Promise<ObservedWindow> {
  const start = now();
  let accepted = 0;
  let lastAcceptedMs = 0;
  let refused = 0;
  const isOver = () => refused >= refusalsInARow && now() - start >= atLeastMs;
  // where it begins too late to be within the bound, refusals are still to be told from silence
  const isPast = () => accepted > 0 && lastAcceptedMs > boundMs;
  for (let n = 0; !isOver() && !isPast(); n += 1) {
    if (n > 0) await stage.wait(everyMs);
    const sentMs = now() - start;
    if (await ask(n)) {
      accepted += 1;
      lastAcceptedMs = Math.round(sentMs);
      refused = 0;
    } else {
      refused += 1;
    }
  }
  return { accepted, lastAcceptedMs, ended: refused >= refusalsInARow };
}

/** `exp` and `iat` are whole seconds (RFC 7519 §2), so a lifetime is known to a second. */
export const resolutionMs = 1_000;

/** The longest that a sound verifier accepts an access token after its issue, in ms. */
export function longestAccessMs({ accessMs, toleranceMs }: Pick<Settings, 'accessMs' | 'toleranceMs'>): number {
  return accessMs + toleranceMs + resolutionMs;
}

/** The least that it accepts one, in ms: an instance's clock may stand anywhere within its second. */
export function shortestAccessMs({ accessMs }: Pick<Settings, 'accessMs'>): number {
  return accessMs - resolutionMs;
}

/** The longest after an event that a sound server accepts what this ends. */
export function longestMs(bound: Bound, settings: Settings): number {
  if (Object.keys(bound.lifetimes).length === 0) return 0;
  return boundMs(bound, settings) + ('accessMs' in bound.lifetimes ? resolutionMs : clocksDifferMs);
}

/** The least that what this ends is good for from its issue on, where no event ends it: a silence may end it before. */
export function shortestMs({ lifetimes }: Bound, settings: Settings): number {
  if ('accessMs' in lifetimes) return shortestAccessMs(settings);
  return 'lagMs' in lifetimes ? settings.lagMs : Math.min(settings.idleMs, settings.absoluteMs);
}
