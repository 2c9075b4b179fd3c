import type { Settings } from '../settings.ts';

/** How far the clock of a verifier may be behind that of the store, which forgets by its own, or of who issued a token. */
export const clocksApartMs = 60_000;

/**
 * How long after its `exp` a verifier may still accept a token, with the second that `exp` cannot express, also where its
 * clock is behind.
 */
export function marginMs({ toleranceMs }: Pick<Settings, 'toleranceMs'>): number {
  return toleranceMs + 1_000 + clocksApartMs;
}

/** For how long from its issue on what is noted about a token has to be known. */
export function longestTokenMs(settings: Pick<Settings, 'accessMs' | 'toleranceMs'>): number {
  return settings.accessMs + marginMs(settings);
}
