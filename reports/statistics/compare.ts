import type { Results } from '../results.ts';
import { disturbed } from './disturbed.ts';
import { judgeControl, judgeFamily, type Pair, type Rules } from './verdict.ts';

type Sample = Results['samples'][number];
type Comparison = Results['comparisons'][number];

/** The metrics that get a verdict. The tail is noisier, and a smaller difference of it is of no interest. */
export const headline: Readonly<Record<string, Pick<Rules, 'better' | 'margin'>>> = {
  'cpu.total': { better: 'lower', margin: 0.05 },
  'cpu.servers': { better: 'lower', margin: 0.05 },
  'latency.p50': { better: 'lower', margin: 0.05 },
  'latency.p99': { better: 'lower', margin: 0.1 },
  throughput: { better: 'higher', margin: 0.05 },
};

/**
 * Every comparison of a run, from its samples alone: per scenario and headline metric the A/A control, each pair of
 * schemes, and each scheme against the bare route. Ratios are taken inside a round, where noise is shared. The first
 * scheme of the run is the reference, which the A/A arm repeats.
 */
export function compare({ run, samples }: Pick<Results, 'run' | 'samples'>): Comparison[] {
  const reference = run.schemes[0];
  const look = Math.max(1, run.looks?.length ?? 0);
  return unique(samples.map(({ scenario }) => scenario)).flatMap((scenario) => {
    const here = samples.filter((sample) => sample.scenario === scenario);
    const faults = disturbed(here);
    return Object.entries(headline).flatMap(([metric, rule]) => {
      const arms = gather(here.filter((sample) => sample.metric === metric));
      const rules = { ...rule, verdicts: run.profile !== 'smoke', look, run: run.id };
      const pair = (kind: Pair['kind'], a: Arm, b: Arm): Pair => ({
        kind,
        scenario,
        metric,
        scheme: a.scheme,
        reference: kind === 'floor' ? 'floor' : b.scheme,
        ...inRounds(a, b, faults),
      });

      const main = arms.filter(({ name }) => name === 'main');
      const against = main.find(({ scheme }) => scheme === reference);
      const twin = arms.find(({ name, scheme }) => name === 'a-a' && scheme === reference);
      const floor = arms.find(({ name }) => name === 'floor');
      const schemes = against ? [against, ...main.filter((arm) => arm !== against)] : main;

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

interface Arm {
  readonly scheme: string;
  readonly name: 'main' | 'a-a' | 'floor';
  readonly rounds: ReadonlyMap<number, Sample>;
}

function gather(samples: readonly Sample[]): Arm[] {
  const arms = new Map<string, Arm & { readonly rounds: Map<number, Sample> }>();
  for (const sample of samples) {
    const name = roleOf(sample);
    if (name === undefined) continue;
    const key = JSON.stringify([sample.scheme, name]);
    const arm = arms.get(key) ?? { scheme: sample.scheme, name, rounds: new Map<number, Sample>() };
    arms.set(key, arm);
    arm.rounds.set(sample.round, sample);
  }
  return [...arms.values()].sort((a, b) => (a.scheme < b.scheme ? -1 : a.scheme > b.scheme ? 1 : 0));
}

/** A scheme's own figure may come from the block at saturation instead of the one at the offered rate. */
function roleOf({ arm }: Sample): Arm['name'] | undefined {
  if (arm === 'main' || arm === 'saturation') return 'main';
  return arm === 'a-a' || arm === 'floor' ? arm : undefined;
}

/** A round that was disturbed is thrown away whole, even where only one of its arms shows it. */
function inRounds(a: Arm, b: Arm, disturbances: ReadonlyMap<number, string>): Pick<Pair, 'logs' | 'discarded'> {
  const both = [...a.rounds.values()]
    .flatMap((mine) => {
      const theirs = b.rounds.get(mine.round);
      return theirs ? [{ mine, theirs }] : [];
    })
    .sort((x, y) => x.mine.round - y.mine.round);
  const faults = both.map(({ mine, theirs }) => disturbances.get(mine.round) ?? fault(mine) ?? fault(theirs));
  return {
    logs: both.filter((_, i) => faults[i] === undefined).map(({ mine, theirs }) => Math.log(mine.value / theirs.value)),
    discarded: faults.filter((reason) => reason !== undefined),
  };
}

function fault({ valid, invalidReason, value }: Sample): string | undefined {
  if (!valid) return invalidReason ?? 'no reason was kept';
  return value > 0 && Number.isFinite(value) ? undefined : `a value of ${value} has no ratio`;
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
