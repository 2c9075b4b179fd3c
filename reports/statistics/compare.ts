import { comparedMetrics } from '../metrics.ts';
import { isIn, isMain } from '../results/arm.ts';
import type { Results } from '../results/results.ts';
import { rulesOf } from './looks.ts';
import { pairing, type Side } from './pairing.ts';
import { judgeControl, judgeFamily, type Pair } from './verdict.ts';

type Comparison = Results['comparisons'][number];

/**
 * Every comparison of the rounds of load, from their samples alone: per scenario and compared metric the A/A control, each
 * pair of schemes, and each scheme against the bare route. The first scheme of the run that the scenario is for is the
 * reference, which the A/A arm repeats. The scenario that has the bare route beside it comes first.
 */
export function compare({ run, samples }: Pick<Results, 'run' | 'samples'>): Comparison[] {
  const here = samples.filter(isIn('load'));
  const besideFloor = unique(here.filter(({ arm }) => arm.role === 'floor').map(({ scenario }) => scenario));
  return unique([...besideFloor, ...here.map(({ scenario }) => scenario)]).flatMap((scenario) => {
    const { armsOf, inRounds } = pairing(here.filter((sample) => sample.scenario === scenario));
    return [...comparedMetrics.keys()].flatMap((metric) => {
      const rules = rulesOf(run, 'load', metric);
      const arms = armsOf(metric);
      const pair = (kind: Pair['kind'], a: Side, b: Side): Pair => ({
        kind,
        scenario,
        metric,
        scheme: a.arm.scheme,
        reference: kind === 'floor' ? 'floor' : b.arm.scheme,
        ...inRounds(metric, a, b),
      });

      const main = arms.filter(isMain);
      const [against] = run.schemes.flatMap((id) => main.find(({ arm }) => arm.scheme === id) ?? []);
      const aaArm = arms.find(({ arm }) => arm.role === 'a-a' && arm.scheme === against?.arm.scheme);
      const floor = arms.find(({ arm }) => arm.role === 'floor');
      // the control holds the two against each other; everyone else is held against both
      const pooled = against && aaArm ? { ...against, aaArm } : against;
      const schemes = pooled ? [pooled, ...main.filter((arm) => arm !== against)] : main;

      const control = against && aaArm && judgeControl(pair('a-a', aaArm, against), rules);
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
