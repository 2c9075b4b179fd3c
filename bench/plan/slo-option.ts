import type { Profile } from './profiles.ts';

/** The profile with another latency objective, or what is wrong with the option. */
export function withSlo(profile: Profile, wanted: string): Profile | string {
  const [, figure] = /^(\d+(?:\.\d+)?)ms$/.exec(wanted) ?? [];
  const p99Ms = Number(figure);
  if (!(p99Ms >= least && p99Ms <= most)) return `--slo '${wanted}' is no time between ${least}ms and ${most}ms`;
  if (!profile.slo) return `--slo needs --profile standard or full: ${profile.id} has no time to seek a rate`;
  return { ...profile, slo: { ...profile.slo, p99Ms } };
}

/** Below it, the generator's own timers decide. */
const least = 2;
/** Above it, arrivals would be given up before they are late. */
const most = 1_000;
