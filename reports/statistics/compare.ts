import { comparedMetrics } from '../metrics.ts';
import type { Results } from '../results/results.ts';
import { rulesOf } from './looks.ts';
import { type Arm, pairing } from './pairing.ts';
import { isAt } from './tables.ts';
import { judgeControl, judgeFamily, type Pair } from './verdict.ts';

type Comparison = Results['comparisons'][number];

/**
 * Every comparison of the rounds of load, from their samples alone: per scenario and compared metric the A/A control, each
 * pair of schemes, and each scheme against the bare route. The first scheme of the run that the scenario is for is the
 * reference, which the A/A arm repeats. The scenario that has the bare route beside it comes first.
 */
export function compare({ run, samples }: Pick<Results, 'run' | 'samples'>): Comparison[] {
  const here = samples.filter(isAt('load'));
  const besideFloor = unique(here.filter(({ arm }) => arm === 'floor').map(({ scenario }) => scenario));
  return unique([...besideFloor, ...here.map(({ scenario }) => scenario)]).flatMap((scenario) => {
    const { armsOf, inRounds } = pairing(here.filter((sample) => sample.scenario === scenario));
    return [...comparedMetrics.keys()].flatMap((metric) => {
      const rules = rulesOf(run, 'load', metric);
      const arms = armsOf(metric);
      const pair = (kind: Pair['kind'], a: Arm, b: Arm): Pair => ({
        kind,
        scenario,
        metric,
        scheme: a.scheme,
        reference: kind === 'floor' ? 'floor' : b.scheme,
        ...inRounds(metric, a, b),
      });

      const main = arms.filter(({ name }) => name === 'main');
      const [against] = run.schemes.flatMap((id) => main.find(({ scheme }) => scheme === id) ?? []);
      const twin = arms.find(({ name, scheme }) => name === 'a-a' && scheme === against?.scheme);
      const floor = arms.find(({ name }) => name === 'floor');
      // the control holds the two against each other; everyone else is held against both
      const pooled = against && twin ? { ...against, twin } : against;
      const schemes = pooled ? [pooled, ...main.filter((arm) => arm !== against)] : main;

      const control = against && twin && judgeControl(pair('a-a', twin, against), rules);
      return [
        ...(control ? [control] : []),
        ...judgeFamily(
          schemes.flatMap((b, i) => schemes.slice(i + 1).map((a) => pair('scheme', a, b))),
          control,
          rules,
        ),
        ...(floor
          ? judgeFamily(
              schemes.map((arm) => pair('floor', arm, floor)),
              control,
              rules,
            )
          : []),
      ];
    });
  });
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
