import type { Results } from '../../../reports/results/results.ts';
import type { Calibrated } from '../../../reports/statistics/calibration.ts';

type Comparison = Results['comparisons'][number];
type Verdict = Comparison['verdict'];

/** What many small calibrations came to. */
export interface Repeated {
  /** Intervals of a scheme against itself that hold 1; one that was not found holds nothing. */
  readonly holdsOne: number;
  readonly arms: readonly {
    readonly share: number;
    readonly verdicts: Readonly<Record<Verdict, number>>;
    /** Estimates within 5 points of what was planted. */
    readonly near: number;
  }[];
  /** Promises that were not kept. */
  readonly broken: readonly string[];
}

/** A slow-down of so much or more has to be found; below, it must only not be called the wrong way round. */
const findable = 0.2;
const closeBy = 0.05;

/** Counts verdicts over repetitions whose true differences were known. Pure. */
export function repeated(found: readonly Calibrated[]): Repeated {
  // one in twenty may miss what an interval of 95 % promises
  const enough = (count: number) => found.length - count <= Math.floor(found.length / 20);
  const holdsOne = found.filter(({ control: { ciLow, ciHigh } }) => holds(ciLow, ciHigh)).length;
  const shares = [...new Set(found.flatMap(({ planted }) => planted.map(({ share }) => share)))];
  const arms = shares.map((share) => {
    const those = found.flatMap(({ planted }) => planted.filter((one) => one.share === share)).map((one) => one.found);
    const near = those.filter(({ ratio }) => ratio !== null && Math.abs(ratio - 1 - share) <= closeBy).length;
    return { share, verdicts: counted(those), near };
  });
  const broken = [
    ...(enough(holdsOne) ? [] : ['the interval of a scheme against itself holds 1 in 19 of 20']),
    ...arms.flatMap(({ share, verdicts, near }) => [
      ...(share === 0 && verdicts.better + verdicts.worse > 0 ? ['equals are never called different'] : []),
      ...(share > 0 && verdicts.better > 0 ? [`+${100 * share} % is never called better`] : []),
      ...(share >= findable && !enough(verdicts.worse) ? [`+${100 * share} % is called worse in 19 of 20`] : []),
      ...(share >= findable && !enough(near) ? [`+${100 * share} % is estimated within 5 points in 19 of 20`] : []),
    ]),
  ];
  return { holdsOne, arms, broken };
}

function holds(low: number | null, high: number | null): boolean {
  return low !== null && high !== null && low <= 1 && high >= 1;
}

function counted(those: readonly Comparison[]): Record<Verdict, number> {
  const counts = { better: 0, worse: 0, small: 0, equivalent: 0, inconclusive: 0, invalid: 0 };
  for (const { verdict } of those) counts[verdict] += 1;
  return counts;
}
