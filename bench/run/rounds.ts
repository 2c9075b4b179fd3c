import type { Results } from '../../reports/results.ts';
import type { Profile } from '../plan/profiles.ts';

/** `8` means eight rounds, `+8` eight more than there are. However long they take, and without a look before the end. */
export function withRounds(profile: Profile, wanted: string, before: number): Profile {
  const rounds = wanted.startsWith('+') ? before + Number(wanted.slice(1)) : Number(wanted);
  // what the profile leaves out stays out
  const mixedRounds = profile.load.mixedRounds > 0 ? rounds : 0;
  const load = { rounds, furtherRounds: rounds, mixedRounds, looks: [], reservedMs: Number.POSITIVE_INFINITY };
  return { ...profile, load: { ...profile.load, ...load } };
}

/** How many rounds of load a run has begun. */
export function roundsOf({ samples }: Pick<Results, 'samples'>): number {
  return samples.reduce((most, { round, place }) => (place === undefined ? most : Math.max(most, round)), 0);
}
