import { isMain } from '../results/arm.ts';
import type { Results } from '../results/results.ts';

/** A scenario of load of which no arm has a figure, and why: the commonest cause. */
export interface Unmeasured {
  readonly scenario: string;
  readonly title: string;
  readonly because: string;
}

/** What was to be measured and was not, on any scheme. */
export function unmeasured({ samples, scenarios }: Pick<Results, 'samples' | 'scenarios'>): Unmeasured[] {
  const main = samples.filter(isMain);
  return [...new Set(main.map(({ scenario }) => scenario))].flatMap((id) => {
    const own = main.filter(({ scenario }) => scenario === id);
    const scenario = scenarios.find((one) => one.id === id);
    if (scenario?.kind !== 'load' || own.some(({ valid, metric }) => valid && metric !== 'rate.offered')) return [];
    const causes = own.flatMap(({ invalidReason }) => invalidReason || []);
    const often = (cause: string) => causes.filter((one) => one === cause).length;
    if (causes.length === 0) return [];
    const [because = ''] = causes.toSorted((a, b) => often(b) - often(a));
    return [{ scenario: id, title: scenario.title, because }];
  });
}
