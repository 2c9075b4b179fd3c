import type { Plan } from './plan.ts';
import type { Profile } from './profiles.ts';

/** What a test that ends when it is done takes on two cores: 811 attacks took 840 s, 164 scaling tests and faults 192 s. */
const cellMs = 1_000;

/**
 * The profile with time for all that this plan tries. It has some for what is usual, and whoever asks for more schemes asks
 * for more time: rounds of load get what they would have had.
 */
export function withTimeFor(profile: Profile, plan: Plan, usual: Plan): Profile {
  const isLoad = plan.loadRounds.length + plan.sensitivity.length > 0;
  const more = Math.max(0, untilDone(plan) - untilDone(usual)) * cellMs;
  return { ...profile, maxMs: isLoad ? profile.maxMs + more : Math.max(profile.maxMs, untilDone(plan) * cellMs) };
}

function untilDone({ attacks, scaling, faults, lifecycle }: Plan): number {
  const tried = attacks.filter(({ attack, scheme }) => attack.appliesTo(scheme.traits) === true);
  return tried.length + scaling.length + faults.length + lifecycle.length;
}
