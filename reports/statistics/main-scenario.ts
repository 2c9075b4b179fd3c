import type { Results } from '../results/results.ts';

/**
 * The scenario that an answer speaks of where several were compared: the one that the bare route is measured beside, to
 * which most rounds go. Without that, one in which a scheme is held against itself; else the first.
 */
export function mainScenario(comparisons: Results['comparisons']): string | undefined {
  const first = (wanted: string) => comparisons.find(({ kind }) => kind === wanted);
  return (first('floor') ?? first('a-a') ?? first('scheme'))?.scenario;
}
