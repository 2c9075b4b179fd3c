import type { Results } from '../results/results.ts';

/** Whether only external targets were tried, beside no scheme that they could be compared with. */
export function standsAlone({ schemes, targets = [] }: Pick<Results, 'schemes' | 'targets'>): boolean {
  return targets.length > 0 && schemes.every(({ id }) => targets.some(({ scheme }) => scheme === id));
}
