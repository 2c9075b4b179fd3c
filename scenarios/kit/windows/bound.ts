import type { Traits } from '../../../servers/scheme.ts';
import type { Settings } from '../../../servers/settings.ts';

/** Settings that end something by themselves. */
export type Lifetime =
  | 'accessMs'
  | 'toleranceMs'
  | 'lagMs'
  | 'idleMs'
  | 'absoluteMs'
  | 'graceMs'
  | 'jwksCooldownMs'
  | 'nonceMs';

/**
 * What ends a window at the latest, as a sum: how many of each lifetime, and ms that no setting moves. It is kept as
 * data, because attacks shorten lifetimes: the same sum over the settings that people run is the window that they have.
 */
export interface Bound {
  readonly lifetimes: Readonly<Partial<Record<Lifetime, number>>>;
  readonly besidesMs?: number;
}

/** What an event ends that acts at once. */
export const atOnce: Bound = { lifetimes: {} };
/** The end of an access token, to a verifier that forgives a little of clocks. */
export const tokenEnd: Bound = { lifetimes: { accessMs: 1, toleranceMs: 1 } };
/** The end of a sign-in, however busily it is used. */
export const signInEnd: Bound = { lifetimes: { absoluteMs: 1 } };

/** When a server asks again what it goes by. */
export const lagEnd: Bound = { lifetimes: { lagMs: 1 } };

/** What ends a copy at the latest whose sign-in was ended: one that slides on by use lives until the end of all sign-ins. */
export function copyEnd({ revocation, renewal }: Pick<Traits, 'revocation' | 'renewal'>): Bound {
  if (revocation === 'immediate') return atOnce;
  if (revocation === 'within-lag') return lagEnd;
  return renewal === 'sliding' ? signInEnd : tokenEnd;
}

/** Under these settings, in ms. NaN where one of the lifetimes in it is not known. */
export function boundMs({ lifetimes, besidesMs = 0 }: Bound, settings: Partial<Record<Lifetime, number>>): number {
  return Object.entries(lifetimes).reduce(
    (sum, [lifetime, share]) => sum + share * (settings[lifetime as Lifetime] ?? Number.NaN),
    besidesMs,
  );
}

/** For a judgement: the bound, and what it comes to on the server that was attacked. */
export function endedBy(bound: Bound, settings: Settings): { readonly bound: Bound; readonly declaredMs: number } {
  return { bound, declaredMs: boundMs(bound, settings) };
}
