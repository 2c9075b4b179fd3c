import { type Arm, isIn } from '../results/arm.ts';
import type { Results } from '../results/results.ts';
import { rulesOf } from './looks.ts';
import { type Pairing, pairing, type Side } from './pairing.ts';
import { judgeControl, judgeFamily, type Pair } from './verdict.ts';

type Comparison = Results['comparisons'][number];

/** What the conclusions on cost and on latency rest on. */
export const variedMetrics = ['cpu.total', 'latency.p50'] as const;
/** Where a scheme's own libraries do the work: the store does the same for them. */
export const ofServers = 'cpu.servers';
/** Of what a server carries, where that was sought. */
export const capacity = 'throughput';

/**
 * The ratios of schemes that were built in another way: to the scheme as it is, and to the other schemes, which are
 * built that way too where they can be. Those without a variation are the same ratios of the schemes as they are, from
 * the same rounds: what a reader holds the others against. Where nothing of a server is as it was, on another Node.js, the
 * A/A arm runs on that too, and its ratio is a comparison of its own (`isControl`).
 */
export function compareVariations({ run, samples }: Pick<Results, 'run' | 'samples'>): Comparison[] {
  const varied = samples.filter(isIn('sensitivity'));
  return unique(varied.map(({ scenario }) => scenario)).flatMap((scenario) => {
    const group = pairing(varied.filter((sample) => sample.scenario === scenario));
    return [...variedMetrics, ofServers, capacity].flatMap((metric) => judged(group, scenario, metric, run));
  });
}

function judged({ armsOf, inRounds }: Pairing, scenario: string, metric: string, run: Results['run']): Comparison[] {
  const rules = rulesOf(run, 'sensitivity', metric);
  const sides = armsOf(metric);
  const pair = (a: Side, b: Side): Pair => ({
    kind: 'sensitivity',
    scenario,
    metric,
    scheme: a.arm.scheme,
    reference: b.arm.scheme,
    ...inRounds(metric, a, b),
  });
  const sideOf = ({ scheme, variation, beside, isAa = false }: Wanted) =>
    sides.find(
      ({ arm }) =>
        arm.scheme === scheme && arm.variation === variation && arm.beside === beside && (arm.role === 'a-a') === isAa,
    );

  return unique(sides.filter(isBuild).map(({ arm }) => arm.variation)).flatMap((variation) => {
    // what could not take turns has schemes of its own beside it, which did not either
    const beside = sides.some(({ arm }) => arm.beside === variation) ? variation : undefined;
    const plain = run.schemes.flatMap((scheme) => sideOf({ scheme, beside }) ?? []);
    const [first] = plain;
    const built = plain.map((side) => sideOf({ scheme: side.arm.scheme, variation }) ?? side);
    const scheme = first?.arm.scheme ?? '';
    const ownAaArm =
      variation !== undefined && beside === undefined ? sideOf({ scheme, variation, isAa: true }) : undefined;
    const [aaArm, aaReference] = ownAaArm ? [ownAaArm, built[0]] : [sideOf({ scheme, beside, isAa: true }), first];
    const control = aaArm && aaReference && judgeControl(pair(aaArm, aaReference), rules);
    const isVaried = ({ arm }: Side) => arm.variation === variation;
    const pairs = [
      ...plain.flatMap((side, i) => (built[i] && built[i] !== side ? [pair(built[i], side)] : [])),
      ...built.flatMap((b, i) =>
        built
          .slice(i + 1)
          .filter((a) => isVaried(a) || isVaried(b))
          .map((a) => pair(a, b)),
      ),
    ];
    const of = variation === undefined ? {} : { variation };
    return [
      ...judgeFamily(pairs, control, rules).map((one) => ({ ...one, ...of })),
      ...(control && (ownAaArm || variation === undefined) ? [{ ...control, ...of, isControl: true }] : []),
    ];
  });
}

interface Wanted extends Pick<Arm, 'variation' | 'beside'> {
  readonly scheme: string;
  readonly isAa?: boolean;
}

/** What takes turns: a variation, or the schemes as they are. */
function isBuild({ arm }: Side): boolean {
  return arm.role !== 'a-a' && arm.beside === undefined;
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
