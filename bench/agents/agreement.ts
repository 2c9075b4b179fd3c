import { centre, factor, interval } from '../../reports/statistics/interval.ts';
import { median } from '../../reports/statistics/median.ts';

/** What requests of one agent take over those of the agent in the middle, alone on the same server in turn. */
export interface Agreement {
  readonly ratio: number;
  /** 95 % interval. */
  readonly low: number;
  readonly high: number;
  /** Whether it is known to differ by more than is allowed. */
  readonly differs: boolean;
}

/** Agents that differ by more than a tenth are no one generator: what they measure together is a mixture. */
export const mostApart = 1.1;

/**
 * An A/A between agents, by sweeps over all of them. Pure.
 * @param sweeps of each sweep what requests took in the median, agent by agent
 */
export function agreementOf(sweeps: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, Agreement> {
  const names = [...(sweeps[0]?.keys() ?? [])];
  return new Map(
    names.map((name) => {
      const logs = sweeps.map((sweep) => {
        const usual = median([...sweep.values()].map(Math.log)) ?? Number.NaN;
        return Math.log(sweep.get(name) ?? Number.NaN) - usual;
      });
      const bounds = interval(logs, 0.95) ?? { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
      const [low, high] = [factor(bounds.low), factor(bounds.high)];
      return [name, { ratio: factor(centre(logs)), low, high, differs: low > mostApart || high < 1 / mostApart }];
    }),
  );
}

/** Whether more sweeps would tell nothing new: each is known to be alike, or not to be. */
export function isDecided(agreements: ReadonlyMap<string, Agreement>): boolean {
  return [...agreements.values()].every(
    ({ differs, low, high }) => differs || (low > 1 / mostApart && high < mostApart),
  );
}

export function disagreementText({ ratio, low, high }: Agreement): string {
  const figure = (value: number) => value.toFixed(2);
  return `its requests take ${figure(ratio)} times as long as those of the others (A/A, ${figure(low)} to ${figure(high)}); ${mostApart} times is allowed`;
}
