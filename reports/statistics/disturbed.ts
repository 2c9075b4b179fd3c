import type { Results } from '../results/results.ts';
import { percent } from '../text/wording.ts';
import { upperMedian } from './median.ts';

type Sample = Results['samples'][number];

/**
 * What may disturb a round before all of it is thrown away. None of it looks at what the round came to, so that throwing
 * away cannot choose the result. What others use of a machine that has cores to spare disturbs nobody: what counts is
 * whether ours waited for a core.
 */
export const tolerated = {
  /** Cores that the hypervisor gave to other machines, mean of the round. */
  stealCores: 0.1,
  /** Cores that a CPU quota kept from ours, mean of the round: whoever stands still for it answers late, and not by their own doing. */
  throttledCores: 0.01,
  /** Of the time that ours wanted a core, the share that they waited for one, beyond what is usual. */
  waiting: 0.1,
  /** Of the same time, at saturation and however usual: the most that was seen to leave ratios as they are (decision 38). */
  waitingAtSaturation: 0.4,
  /** Cores that other programs used, where nobody can tell what waiting is usual. */
  otherLoadCores: 0.1,
} as const;

/** With fewer rounds the median says little about what is usual. */
const fewestForMedian = 4;

/** The samples that tell of one weather. */
interface Block {
  readonly waiting: string;
  readonly steal: string;
  readonly throttled: string;
  readonly otherLoad?: string;
  /** What the waiting may be however usual it is. */
  readonly mostWaiting?: number;
}

/** Capacity is measured at another time of the round than all else. */
const blocks = {
  offered: {
    waiting: 'machine.waiting',
    steal: 'machine.steal',
    throttled: 'machine.throttled',
    otherLoad: 'machine.foreign',
  },
  saturated: {
    waiting: 'saturation.waiting',
    steal: 'saturation.steal',
    throttled: 'saturation.throttled',
    mostWaiting: tolerated.waitingAtSaturation,
  },
} as const satisfies Record<string, Block>;

/** Why rounds of one scenario are in no comparison of a metric, each judged by what the metric was measured in. Pure. */
export function disturbances(samples: readonly Sample[]): (metric: string) => ReadonlyMap<number, string> {
  const [offered, saturated] = [disturbed(samples, blocks.offered), disturbed(samples, blocks.saturated)];
  return (metric) => (isAtSaturation(metric) ? saturated : offered);
}

/** Whether a metric was measured while servers had no more to give. */
export function isAtSaturation(metric: string): boolean {
  return /^(throughput|saturation)\b/.test(metric);
}

/** The disturbed rounds of one scenario, and why each is. Pure. */
export function disturbed(samples: readonly Sample[], names: Block = blocks.offered): ReadonlyMap<number, string> {
  const { mostWaiting = Number.POSITIVE_INFINITY } = names;
  const steal = means(samples, names.steal);
  const waiting = means(samples, names.waiting);
  const isTold = waiting.size >= fewestForMedian;
  const otherLoad =
    isTold || names.otherLoad === undefined ? new Map<number, number>() : means(samples, names.otherLoad);
  const usual = isTold ? upperMedian([...waiting.values()]) : Number.POSITIVE_INFINITY;
  const reasons = new Map<number, string>();
  const judge = (values: ReadonlyMap<number, number>, limit: number, say: (value: number) => string) => {
    for (const [round, value] of values) if (value > limit && !reasons.has(round)) reasons.set(round, say(value));
  };
  judge(
    otherLoad,
    tolerated.otherLoadCores,
    (cores) => `other programs used ${cores.toFixed(2)} cores, at most ${tolerated.otherLoadCores} are allowed`,
  );
  judge(
    steal,
    tolerated.stealCores,
    (cores) => `other machines took ${cores.toFixed(2)} cores, at most ${tolerated.stealCores} are allowed`,
  );
  judge(means(samples, names.throttled), tolerated.throttledCores, throttledText);
  const waited = (share: number) =>
    `servers, store and generator waited for a core in ${percent(share)} of the time that they wanted one`;
  judge(
    waiting,
    mostWaiting,
    (share) => `${waited(share)}; beyond ${percent(mostWaiting)} other programs change the ratio itself`,
  );
  judge(
    waiting,
    usual + tolerated.waiting,
    (share) =>
      `${waited(share)}, usual are ${percent(usual)}, and at most ${percent(usual + tolerated.waiting)} are allowed`,
  );
  return reasons;
}

/** Why what was measured under a CPU quota counts for nothing. */
export function throttledText(cores: number): string {
  return `a CPU quota kept ${cores.toFixed(2)} cores back, at most ${tolerated.throttledCores} are allowed: raise the limit of the container (cpu.max)`;
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
