import type { Results } from '../results.ts';
import { disturbed } from './disturbed.ts';
import { centre } from './interval.ts';
import { levelAt } from './looks.ts';
import { studentQuantile } from './student.ts';
import { judgeControl, judgeFamily, type Pair, type Rules } from './verdict.ts';

type Sample = Results['samples'][number];
type Comparison = Results['comparisons'][number];

/** What a machine made of arms whose true differences were known. */
export interface Calibrated {
  readonly control: Comparison;
  readonly planted: readonly { readonly share: number; readonly found: Comparison }[];
  /** Of the log ratio of two launches in one round. */
  readonly sd: number;
}

/** Of the servers alone: that is where the work was planted. */
const metric = 'cpu.servers';
const margin = 0.05;
const pairsOfARun = 3;

/** Judges the planted arms by the rules of every run. Pure. */
export function calibrated({ run, samples }: Pick<Results, 'run' | 'samples'>): Calibrated {
  const faults = disturbed(samples);
  const arms = new Map<string, Map<number, Sample>>();
  for (const sample of samples)
    if (sample.metric === metric) arms.set(sample.arm, (arms.get(sample.arm) ?? new Map()).set(sample.round, sample));
  const against = (arm: string): Pair => {
    const both = [...(arms.get(arm) ?? [])].flatMap(([round, mine]) => {
      const theirs = arms.get('main')?.get(round);
      return theirs ? [{ mine, theirs, fault: faults.get(round) ?? mine.invalidReason ?? theirs.invalidReason }] : [];
    });
    return {
      kind: arm === 'a-a' ? 'a-a' : 'sensitivity',
      scenario: samples[0]?.scenario ?? '',
      metric,
      scheme: arm,
      reference: 'main',
      logs: both.filter(({ fault }) => fault === undefined).map((b) => Math.log(b.mine.value / b.theirs.value)),
      discarded: both.flatMap(({ fault }) => fault ?? []),
    };
  };
  const rules: Rules = { verdicts: true, better: 'lower', margin, look: 1, run: run.id };
  const twin = against('a-a');
  const planted = [...arms.keys()].filter((arm) => arm.startsWith('planted:')).sort();
  const pairs = planted.map(against);
  const control = judgeControl(twin, rules);
  const family = judgeFamily(pairs, control, rules);
  return {
    control,
    planted: planted.flatMap((arm, i) => {
      const found = family[i];
      return found ? [{ share: Number(arm.slice('planted:'.length)), found }] : [];
    }),
    sd: spread([twin, ...pairs]),
  };
}

/** The smallest difference that so many rounds are likely to call, where launches spread by `sd`: 0.1 for 10 %. */
export function resolvable(sd: number, rounds: number): number {
  if (rounds < 4) return Number.POSITIVE_INFINITY;
  const bar = Math.max(Math.log1p(margin), halfWidth(sd, rounds, 0.95));
  return Math.expm1(bar + halfWidth(sd, rounds, 1 - (1 - levelAt(1)) / pairsOfARun));
}

/** Rounds until an interval reaches no further than 5 % from its centre; undefined where 400 would not do. */
export function roundsForMargin(sd: number): number | undefined {
  for (let rounds = 4; rounds <= 400; rounds++) if (halfWidth(sd, rounds, 0.95) <= Math.log1p(margin)) return rounds;
  return undefined;
}

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
