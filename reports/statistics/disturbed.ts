import type { Results } from '../results/results.ts';
import { upperMedian } from './upper-median.ts';

type Sample = Results['samples'][number];

/**
 * What may disturb a round before all of it is thrown away. None of it looks at what the round came to, so that throwing
 * away cannot choose the result.
 */
export const tolerated = {
  /** Cores that the hypervisor gave to other machines, mean of the round. */
  stealCores: 0.1,
  /** Cores that other programs used, mean of the round. */
  foreignCores: 0.1,
  /** Times the median round of the scenario. */
  waitFactor: 2,
  /** A shorter wait for a core, in µs per request, is no disturbance whatever the others were. */
  waitUs: 50,
} as const;

/** With fewer rounds the median says little about what is usual. */
const fewestForMedian = 4;

/** Why each disturbed round of one scenario is in no comparison, by round. Pure. */
export function disturbed(samples: readonly Sample[]): ReadonlyMap<number, string> {
  const steal = means(samples, 'machine.steal');
  const foreign = means(samples, 'machine.foreign');
  const wait = means(samples, 'wait.servers');
  const usual = upperMedian([...wait.values()]);
  const mostWait = wait.size < fewestForMedian ? Number.POSITIVE_INFINITY : usual * tolerated.waitFactor;
  const reasons = new Map<number, string>();
  const judge = (values: ReadonlyMap<number, number>, limit: number, say: (value: number) => string) => {
    for (const [round, value] of values) if (value > limit && !reasons.has(round)) reasons.set(round, say(value));
  };
  judge(
    foreign,
    tolerated.foreignCores,
    (cores) => `other programs used ${cores.toFixed(2)} cores, at most ${tolerated.foreignCores} are allowed`,
  );
  judge(
    steal,
    tolerated.stealCores,
    (cores) => `other machines took ${cores.toFixed(2)} cores, at most ${tolerated.stealCores} are allowed`,
  );
  judge(
    wait,
    Math.max(tolerated.waitUs, mostWait),
    (us) =>
      `servers waited ${us.toFixed(0)} µs per request for a core, at most ${tolerated.waitFactor} times the usual ${usual.toFixed(0)} µs are allowed`,
  );
  return reasons;
}

/** The mean over the arms of each round. */
function means(samples: readonly Sample[], wanted: string): Map<number, number> {
  const sums = new Map<number, { sum: number; count: number }>();
  for (const { metric, round, value } of samples) {
    if (metric !== wanted) continue;
    const { sum, count } = sums.get(round) ?? { sum: 0, count: 0 };
    sums.set(round, { sum: sum + value, count: count + 1 });
  }
  return new Map([...sums].map(([round, { sum, count }]) => [round, sum / count]));
}
