import type { AttackCell } from './plan.ts';
import type { Profile } from './profiles.ts';

/** What an attack with its controls takes on two cores: 811 of them, on ten schemes, took 840 s. */
const attackMs = 1_000;

/** The profile with time for these attacks: it has some for those on three schemes, and others may be asked for. */
export function withAttackTime(profile: Profile, attacks: readonly AttackCell[]): Profile {
  const made = attacks.filter(({ attack, scheme }) => attack.appliesTo(scheme.traits) === true);
  return { ...profile, maxMs: Math.max(profile.maxMs, made.length * attackMs) };
}
