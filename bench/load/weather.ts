import { tolerated } from '../../reports/statistics/disturbed.ts';
import { lowerMedian } from '../../reports/statistics/median.ts';
import type { Slice } from './join.ts';
import { type Components, waitingIn } from './metrics.ts';

/** What fell on one arm's slice from outside, and nothing of what the slice came to. Undefined where nobody counts it. */
export interface Weather {
  readonly arm: string;
  readonly waiting: number | undefined;
  readonly stealCores: number | undefined;
  readonly throttledCores?: number | undefined;
}

export function weatherOf(arm: string, { usage }: Pick<Slice, 'usage'>, components: Components): Weather {
  const { stealCores, throttledCores } = usage?.machine ?? {};
  return { arm, waiting: waitingIn(usage, components), stealCores, throttledCores };
}

/**
 * Which sweeps count: a sweep is thrown away whole where one of its arms was disturbed, since what fell on that one did
 * not fall on the others. An arm may wait for cores by itself, as one does whose threads share a core: what disturbs it is
 * what it waited more than its own median. Pure.
 */
export function calm(sweeps: readonly (readonly Weather[])[]): number[] {
  const waits = new Map<string, number[]>();
  for (const { arm, waiting } of sweeps.flat())
    if (waiting !== undefined) waits.set(arm, [...(waits.get(arm) ?? []), waiting]);
  const usual = new Map([...waits].map(([arm, values]) => [arm, lowerMedian(values)]));
  const isCalm = ({ arm, waiting = 0, stealCores = 0, throttledCores = 0 }: Weather) =>
    stealCores <= tolerated.stealCores &&
    throttledCores <= tolerated.throttledCores &&
    waiting <= (usual.get(arm) ?? 0) + tolerated.waiting;
  return sweeps.flatMap((sweep, index) => (sweep.every(isCalm) ? [index] : []));
}
