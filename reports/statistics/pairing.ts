import { type Arm, armKey } from '../results/arm.ts';
import type { Results } from '../results/results.ts';
import { sampleOf } from './counted.ts';
import { disturbances } from './disturbed.ts';
import { centre, interval } from './interval.ts';
import type { Moving, Pair } from './verdict.ts';

type Sample = Results['samples'][number];

/** One side of a comparison: what was measured of it, by round and metric. */
export interface Side {
  readonly arm: Arm;
  readonly rounds: ReadonlyMap<number, ReadonlyMap<string, Sample>>;
  /** The same server once more: what the two came to is one figure, whose noise is less. */
  readonly aaArm?: Side;
}

export interface Pairing {
  /** Those that have the metric, or broke before they had it. */
  armsOf(metric: string): Side[];
  /** The log of one's figure, or of its ratio to another's, in each round that counts; and why the others do not. */
  logsOf(
    metric: string,
    mine: Side,
    theirs?: Side,
  ): {
    readonly logs: ReadonlyMap<number, number>;
    readonly discarded: readonly string[];
    /** How many of those that were discarded were so by what fell on the machine, and by nothing of the two. */
    readonly disturbed: number;
  };
  /** Two of them, in the rounds that both were in. */
  inRounds(
    metric: string,
    mine: Side,
    theirs: Side,
  ): Pick<Pair, 'logs' | 'discarded' | 'disturbed' | 'lagApart' | 'slopeApart' | 'moving'>;
}

/**
 * The arms of one scenario at one table, and how two of them are held against each other: inside a round, where noise is
 * shared. A round that was disturbed is discarded whole, and so is one that spoilt or ended either of the two, for every
 * metric of them: who crashes in the rounds that would have been lost must not be judged by the others. Pure.
 */
export function pairing(samples: readonly Sample[]): Pairing {
  const faults = disturbances(samples);
  const arms = gather(samples);
  const metrics = new Set(samples.map(({ metric }) => metric));
  return {
    armsOf: (metric) =>
      arms.filter(
        (arm) => metrics.has(metric) && [...arm.rounds.keys()].some((round) => read(arm, metric, round) !== undefined),
      ),

    logsOf,

    inRounds(metric, mine, theirs) {
      const { logs, discarded, disturbed } = logsOf(metric, mine, theirs);
      const used = [...logs.keys()];
      return {
        logs: [...logs.values()],
        discarded,
        disturbed,
        lagApart: lagApart(metric, mine, theirs, used),
        slopeApart: slopeApart(metric, mine, theirs, used),
        moving: [mine, theirs].flatMap((arm) => moving(metric, arm, used) ?? []),
      };
    },
  };

  function logsOf(metric: string, mine: Side, theirs?: Side): ReturnType<Pairing['logsOf']> {
    const logs = new Map<number, number>();
    const discarded: string[] = [];
    let disturbed = 0;
    for (const round of [...mine.rounds.keys()].sort((a, b) => a - b)) {
      const [a, b] = [read(mine, metric, round), theirs ? read(theirs, metric, round) : 1];
      if (a === undefined || b === undefined) continue;
      const fault = faults(metric).get(round);
      if (fault === undefined && typeof a === 'number' && typeof b === 'number') logs.set(round, Math.log(a / b));
      else {
        if (fault !== undefined) disturbed += 1;
        discarded.push(fault ?? String(typeof a === 'string' ? a : b));
      }
    }
    return { logs, discarded, disturbed };
  }
}

function gather(samples: readonly Sample[]): Side[] {
  const sides = new Map<string, Side & { rounds: Map<number, Map<string, Sample>> }>();
  for (const sample of samples) {
    const { arm, round, metric } = sample;
    const key = armKey(arm);
    const side = sides.get(key) ?? { arm, rounds: new Map() };
    sides.set(key, side);
    side.rounds.set(round, (side.rounds.get(round) ?? new Map()).set(metric, sample));
  }
  return [...sides.values()].sort(({ arm: a }, { arm: b }) => (a.scheme < b.scheme ? -1 : a.scheme > b.scheme ? 1 : 0));
}

/**
 * A figure, why there is none, or undefined where none was sought. Of a reference with an A/A arm, the geometric mean of the two
 * where both have one: it is held against others by a variance less by half.
 */
function read({ aaArm, ...arm }: Side, metric: string, round: number): number | string | undefined {
  const [own, its] = [readOne(arm, metric, round), aaArm && readOne(aaArm, metric, round)];
  return typeof own === 'number' && typeof its === 'number' ? Math.sqrt(own * its) : own;
}

function readOne({ rounds }: Side, metric: string, round: number): number | string | undefined {
  const sample = sampleOf(rounds.get(round)?.values() ?? [], metric);
  if (!sample) return undefined;
  const { valid, invalidReason, value } = sample;
  if (!valid) return invalidReason ?? 'no reason was kept';
  return value > 0 && Number.isFinite(value) ? value : `a value of ${value} has no ratio`;
}

/** Of the reference's latency, the share by which the generator itself was later with one of the two. */
function lagApart(metric: string, mine: Side, theirs: Side, rounds: readonly number[]): number {
  const [, rank] = /^latency\.(.+)$/.exec(metric) ?? [];
  const figureOf = (arm: Side, name: string, round: number) => arm.rounds.get(round)?.get(name)?.value;
  const apart = rounds.flatMap((round) => {
    const [a, b] = [figureOf(mine, `lag.${rank}`, round), figureOf(theirs, `lag.${rank}`, round)];
    return a === undefined || b === undefined ? [] : [a - b];
  });
  if (rank === undefined || apart.length === 0) return 0;
  return Math.abs(centre(apart)) / centre(rounds.flatMap((round) => figureOf(theirs, metric, round) ?? []));
}

/** How far the costs of the two moved apart between the halves of a measurement, as a log ratio; 0 unless that is shown. */
function slopeApart(metric: string, mine: Side, theirs: Side, rounds: readonly number[]): number {
  const logs = halves(metric, rounds, mine, theirs);
  const seen = interval(logs, 0.95);
  return seen && (seen.low > 0 || seen.high < 0) ? Math.abs(centre(logs)) : 0;
}

/** What an arm's cost went on to while it was measured, where that is shown to be more than is of no interest. */
function moving(metric: string, side: Side, rounds: readonly number[]): Moving | undefined {
  const logs = halves(metric, rounds, side);
  const seen = interval(logs, 0.95);
  return seen && (seen.low > atRest || seen.high < -atRest)
    ? { scheme: side.arm.scheme, ratio: Math.exp(centre(logs)) }
    : undefined;
}

/** The second half of a measurement may differ from the first by so much. */
const atRest = Math.log1p(0.1);

/** Of the cost of a request in the second half over the first, or of its ratio to another's. */
function halves(metric: string, rounds: readonly number[], mine: Side, theirs?: Side): number[] {
  const name = metric === 'throughput' ? 'saturation.second-half' : 'block.second-half';
  return rounds.flatMap((round) => {
    const [a, b] = [read(mine, name, round), theirs ? read(theirs, name, round) : 1];
    return typeof a === 'number' && typeof b === 'number' ? [Math.log(a / b)] : [];
  });
}
