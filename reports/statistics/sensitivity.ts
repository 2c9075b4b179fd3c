import type { Results } from '../results/results.ts';
import { rulesOf } from './looks.ts';
import { type Arm, type Pairing, pairing } from './pairing.ts';
import { isAt } from './tables.ts';
import { judgeControl, judgeFamily, type Pair } from './verdict.ts';

type Comparison = Results['comparisons'][number];

/** What the conclusions on cost and on latency rest on. */
export const variedMetrics = ['cpu.total', 'latency.p50'] as const;
/** Where a scheme's own libraries do the work: the store does the same for them. */
export const ofServers = 'cpu.servers';
/** Of what a server carries, where that was sought. */
export const capacity = 'throughput';
const asItIs = 'reference';
const twinArm = 'a-a';

/**
 * The ratios of schemes that were built in another way: to the scheme as it is, and to the other schemes, which are
 * built that way too where they can be. The arm `sensitivity:reference` has the same ratios of the schemes as they are,
 * from the same rounds: what a reader holds the others against. Where nothing of a server is as it was, on another Node.js,
 * the twin is one of that too. What a twin came to is the comparison of the arm `sensitivity:<name>:a-a`.
 */
export function compareVariations({ run, samples }: Pick<Results, 'run' | 'samples'>): Comparison[] {
  const varied = samples.filter(isAt('sensitivity'));
  return unique(varied.map(({ scenario }) => scenario)).flatMap((scenario) => {
    const table = pairing(varied.filter((sample) => sample.scenario === scenario));
    return [...variedMetrics, ofServers, capacity].flatMap((metric) => judged(table, scenario, metric, run));
  });
}

function judged({ armsOf, inRounds }: Pairing, scenario: string, metric: string, run: Results['run']): Comparison[] {
  const rules = rulesOf(run, 'sensitivity', metric);
  const arms = armsOf(metric);
  const armOf = (name: string, scheme: string) => arms.find((arm) => arm.name === name && arm.scheme === scheme);
  const pair = (a: Arm, b: Arm): Pair => ({
    kind: 'sensitivity',
    scenario,
    metric,
    scheme: a.scheme,
    reference: b.scheme,
    ...inRounds(metric, a, b),
  });

  const names = unique(arms.map(({ name }) => name));
  return names
    .filter((name) => name !== twinArm && !name.includes(':'))
    .flatMap((name) => {
      // what could not take turns has schemes of its own beside it, which did not either
      const beside = names.includes(`${name}:${asItIs}`) ? `${name}:` : '';
      const plain = run.schemes.flatMap((scheme) => armOf(`${beside}${asItIs}`, scheme) ?? []);
      const [first] = plain;
      const built = plain.map((arm) => armOf(name, arm.scheme) ?? arm);
      const ownTwin = beside === '' && first ? armOf(`${name}:${twinArm}`, first.scheme) : undefined;
      const [twin, twinOf] = ownTwin
        ? [ownTwin, built[0]]
        : [first && armOf(`${beside}${twinArm}`, first.scheme), first];
      const control = twin && twinOf && judgeControl(pair(twin, twinOf), rules);
      const pairs = [
        ...plain.flatMap((arm, i) => (built[i] && built[i] !== arm ? [pair(built[i], arm)] : [])),
        ...built.flatMap((b, i) =>
          built
            .slice(i + 1)
            .filter((a) => name === asItIs || a.name === name || b.name === name)
            .map((a) => pair(a, b)),
        ),
      ];
      return [
        ...judgeFamily(pairs, control, rules).map((one) => ({ ...one, arm: `sensitivity:${name}` })),
        ...(control && (ownTwin || name === asItIs) ? [{ ...control, arm: `sensitivity:${name}:${twinArm}` }] : []),
      ];
    });
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
