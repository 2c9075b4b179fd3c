import type { Results } from '../../reports/results/results.ts';
import type { Profile } from './profiles.ts';

/** How many rounds a run has begun, by what is compared in them. */
export interface Begun {
  readonly load: number;
  readonly sensitivity: number;
}

/** `8` means eight rounds, `+8` eight more than there are. However long they take, and without a look before the end. */
export function withRounds(profile: Profile, wanted: string, before: Begun): Profile {
  const from = (begun: number) => (wanted.startsWith('+') ? begun + Number(wanted.slice(1)) : Number(wanted));
  return withCounts(profile, { load: from(before.load), sensitivity: from(before.sensitivity) });
}

/** The same by the numbers that such an option gave before. */
export function withCounts(profile: Profile, { load: rounds, sensitivity: alone }: Begun): Profile {
  // what the profile leaves out stays out
  const mixedRounds = profile.load.mixedRounds > 0 ? rounds : 0;
  const reservedMs = Number.POSITIVE_INFINITY;
  return {
    ...profile,
    load: { ...profile.load, rounds, furtherRounds: rounds, mixedRounds, looks: [], reservedMs },
    sensitivity: { ...profile.sensitivity, rounds: profile.sensitivity.rounds > 0 ? alone : 0, alone, reservedMs },
  };
}

export function begunIn({ samples }: Pick<Results, 'samples'>): Begun {
  const begun = { load: 0, sensitivity: 0 };
  for (const { arm, round } of samples) {
    const { group } = arm;
    if (group === 'load' || group === 'sensitivity') begun[group] = Math.max(begun[group], round);
  }
  return begun;
}
