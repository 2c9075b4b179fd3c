import type { Results } from '../results.ts';
import { judgeControl, judgeFamily, type Pair } from './verdict.ts';

type Sample = Results['samples'][number];
type Comparison = Results['comparisons'][number];

/** What the conclusions on cost rest on. */
const metrics = ['cpu.total', 'latency.p50'] as const;
const prefix = 'sensitivity:';
const asItIs = `${prefix}reference`;
const twinArm = `${prefix}a-a`;

/**
 * The ratios of schemes that were built in another way: to the scheme as it is, and to the other schemes, which are
 * built that way too where they can be. The arm `sensitivity:reference` has the same ratios of the schemes as they are,
 * from the same rounds: what a reader holds the others against.
 */
export function compareVariations({ run, samples }: Pick<Results, 'run' | 'samples'>): Comparison[] {
  const varied = samples.filter(({ arm }) => arm.startsWith(prefix));
  return unique(varied.map(({ scenario }) => scenario)).flatMap((scenario) =>
    metrics.flatMap((metric) => {
      const here = varied.filter((sample) => sample.scenario === scenario && sample.metric === metric);
      return judged(here, scenario, metric, run);
    }),
  );
}

function judged(here: readonly Sample[], scenario: string, metric: string, run: Results['run']): Comparison[] {
  const rules = { better: 'lower', margin: 0.05, verdicts: run.profile !== 'smoke', look: 1, run: run.id } as const;
  const roundsOf = (arm: string, scheme: string) =>
    new Map(here.filter((one) => one.arm === arm && one.scheme === scheme).map((one) => [one.round, one]));
  const pair = (scheme: string, reference: string, arm: string): Pair => {
    const theirs = scheme === reference ? asItIs : armOf(arm, reference);
    return {
      kind: 'sensitivity',
      scenario,
      metric,
      scheme,
      reference,
      ...inRounds(roundsOf(armOf(arm, scheme), scheme), roundsOf(theirs, reference)),
    };
  };
  const armOf = (arm: string, scheme: string) => (roundsOf(arm, scheme).size > 0 ? arm : asItIs);

  const schemes = run.schemes.filter((scheme) => roundsOf(asItIs, scheme).size > 0);
  const pairs = schemes.flatMap((b, i) => schemes.slice(i + 1).map((a) => [a, b] as const));
  const [first = ''] = schemes;
  const twin = { ...pair(first, first, twinArm), kind: 'a-a' as const };
  const control = twin.logs.length > 0 ? judgeControl(twin, rules) : undefined;
  return unique(here.map(({ arm }) => arm))
    .filter((arm) => arm !== twinArm)
    .flatMap((arm) => {
      const has = schemes.filter((scheme) => arm !== asItIs && roundsOf(arm, scheme).size > 0);
      const touched = pairs.filter((both) => arm === asItIs || both.some((scheme) => has.includes(scheme)));
      const found = [...has.map((scheme) => pair(scheme, scheme, arm)), ...touched.map(([a, b]) => pair(a, b, arm))];
      return judgeFamily(found, control, rules).map((comparison) => ({ ...comparison, arm }));
    });
}

function inRounds(
  mine: ReadonlyMap<number, Sample>,
  theirs: ReadonlyMap<number, Sample>,
): Pick<Pair, 'logs' | 'discarded'> {
  const logs: number[] = [];
  const discarded: string[] = [];
  for (const [round, a] of mine) {
    const b = theirs.get(round);
    if (!b) continue;
    const bad = [a, b].find(({ valid, value }) => !valid || !(value > 0));
    if (bad) discarded.push(bad.invalidReason ?? `a value of ${bad.value} has no ratio`);
    else logs.push(Math.log(a.value / b.value));
  }
  return { logs, discarded };
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
