import { armText, isMain } from '../results/arm.ts';
import type { Results } from '../results/results.ts';
import { centre, interval } from './interval.ts';
import { interestIn, levelAt, rulesOf } from './looks.ts';
import { pairing, type Side } from './pairing.ts';
import { studentQuantile } from './student.ts';
import { judgeControl, judgeFamily, type Pair } from './verdict.ts';

type Comparison = Results['comparisons'][number];

/** What a machine made of arms whose true differences were known. */
export interface Calibrated {
  readonly control: Comparison;
  readonly planted: readonly { readonly share: number; readonly found: Comparison }[];
  /** Of the log ratio of two launches in one round. */
  readonly sd: number;
}

/** What tells of the servers alone: that is where the work was planted. */
export type CalibratedBy = 'cpu.servers' | 'throughput';
/** Of costs and of throughput. */
const { margin: marginOfRuns } = interestIn('cpu.servers');
const pairsOfARun = 3;

/** Judges the planted arms by the rules of every run. Pure. */
export function calibrated(
  { run, samples }: Pick<Results, 'run' | 'samples'>,
  metric: CalibratedBy = 'cpu.servers',
): Calibrated {
  const { armsOf, inRounds } = pairing(samples);
  const arms = armsOf(metric);
  const main = arms.find(isMain);
  const aaArm = arms.find(({ arm }) => arm.role === 'a-a');
  const both = main && aaArm ? { ...main, aaArm } : main;
  const against = (side: Side | undefined, reference: Side | undefined): Pair => ({
    kind: side === aaArm ? 'a-a' : 'sensitivity',
    scenario: samples[0]?.scenario ?? '',
    metric,
    scheme: side ? armText(side.arm) : 'a-a',
    reference: 'main',
    ...(side && reference ? inRounds(metric, side, reference) : { logs: [], discarded: [] }),
  });
  const rules = { ...rulesOf(run, 'load', metric), look: 1 };
  const itself = against(aaArm, main);
  const shareOf = ({ arm }: Side) => arm.plantedShare ?? 0;
  const planted = arms.filter((side) => shareOf(side) > 0).sort((a, b) => shareOf(a) - shareOf(b));
  const pairs = planted.map((side) => against(side, both));
  const control = judgeControl(itself, rules);
  const family = judgeFamily(pairs, control, rules);
  return {
    control,
    planted: planted.flatMap((side, i) => {
      const found = family[i];
      return found ? [{ share: shareOf(side), found }] : [];
    }),
    sd: spread([itself, ...planted.map((side) => against(side, main))]),
  };
}

/**
 * The smallest difference that four of five runs of so many rounds call, where launches spread by `sd`: 0.1 for 10 %. Its
 * centre has to lie beyond the bar by its own interval's half, and by what it may fall short by chance.
 */
export function resolvable(sd: number, rounds: number): number {
  if (rounds < 4) return Number.POSITIVE_INFINITY;
  const error = (pooled * sd) / Math.sqrt(rounds);
  const margin = Math.log1p(marginOfRuns);
  const typical = normalScores(rounds).map((score) => sd * score);
  const half = (level: number) => interval(typical, level)?.high ?? Number.POSITIVE_INFINITY;
  // the control's centre is off too, by 0.8 of its standard error on average
  const noise = half(0.95) + (0.8 * sd) / Math.sqrt(rounds);
  const reach = pooled * half(1 - (1 - levelAt(1)) / pairsOfARun);
  // of the pair's centre, of how far its interval reaches, and of the control's centre where that is the bar
  const chance = Math.hypot(
    error,
    reach / Math.sqrt(2 * (rounds - 1)),
    noise > margin ? (0.6 * sd) / Math.sqrt(rounds) : 0,
  );
  return Math.expm1(Math.max(margin, noise) + reach + fourOfFive * chance);
}

/** What a ratio to the reference and its A/A arm together varies by, over one to the reference alone. */
const pooled = Math.sqrt(3 / 4);

/** Standard deviations that a normal value lies above with a chance of 0.8. */
const fourOfFive = 0.842;

/** Rounds until an interval reaches no further than 5 % from its centre; undefined where 400 would not do. */
export function roundsForMargin(sd: number): number | undefined {
  for (let rounds = 4; rounds <= 400; rounds++)
    if (halfWidth(sd, rounds, 0.95) <= Math.log1p(marginOfRuns)) return rounds;
  return undefined;
}

/** What so many normal values are when each is as large as to be expected of its rank (Blom 1958). */
function normalScores(count: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const below = (i + 0.625) / (count + 0.25);
    return Math.sign(below - 0.5) * studentQuantile(Math.abs(2 * below - 1), asGoodAsNormal);
  });
}

const asGoodAsNormal = 200;

function halfWidth(sd: number, rounds: number, level: number): number {
  return (studentQuantile(level, rounds - 1) * sd) / Math.sqrt(rounds);
}

/** Around the centre of each pair, pooled. */
function spread(pairs: readonly Pair[]): number {
  let squares = 0;
  let degrees = 0;
  for (const { logs } of pairs) {
    if (logs.length < 2) continue;
    const middle = centre(logs);
    squares += logs.reduce((sum, log) => sum + (log - middle) ** 2, 0);
    degrees += logs.length - 1;
  }
  return Math.sqrt(squares / degrees);
}
