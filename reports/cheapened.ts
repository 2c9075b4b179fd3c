import type { Results } from './results.ts';

type Run = Pick<Results, 'scenarios' | 'schemes'>;
type Comparison = Results['comparisons'][number];

/** What a figure is of: one arm's, or the ratio of two schemes. */
type Figure = Pick<Comparison, 'scenario' | 'metric' | 'scheme'> & Partial<Pick<Comparison, 'reference' | 'arm'>>;

/** What no password moves: what was sent, and what the bench says of itself and of its machine. */
const untouched =
  /^(bytes|rate|lag|machine|achieved|inflight|warm-up|block)\.|^(cpu|loop)\.(generator|balancer)$|^generator\.|^(errors|dropped|late)$/;

/**
 * The condition under which a figure was measured, where that flatters it: logins in it paid less than they do where a
 * server is left as it is configured. Undefined where the figure holds as it is.
 */
export function cheapened(run: Run, { scenario, metric, scheme, reference, arm = '' }: Figure): string | undefined {
  const facts = (id: string) => run.scenarios.find((one) => one.id === id);
  if (untouched.test(metric) || !facts(scenario)?.asksPassword) return undefined;
  // its name says what it makes of a password
  if (facts(arm.replace(/^sensitivity:/, ''))?.sets?.includes('passwordCost')) return undefined;
  const [apart] = run.schemes.flatMap(
    ({ id, settings: { passwordCost: paid }, configured: { passwordCost: due } = {} }) =>
      (id === scheme || id === reference) && typeof paid === 'number' && typeof due === 'number' && paid < due
        ? [{ paid, due }]
        : [],
  );
  return (
    apart &&
    `measured at a password cost of 2^${apart.paid}, where 2^${apart.due} is configured: ${2 ** (apart.due - apart.paid)} times the work at each login`
  );
}

/**
 * A ratio that was measured so decides nothing: the work that was saved brings schemes nearer together that log in alike,
 * and sets those apart of which one logs in where the other renews. The run does not tell how far, and further rounds
 * would not either. A scheme beside itself speaks of the bench.
 */
export function asConfigured(run: Run, comparison: Comparison): Comparison {
  const condition = comparison.kind === 'a-a' ? undefined : cheapened(run, comparison);
  if (condition === undefined || comparison.verdict === 'invalid') return comparison;
  const { furtherRounds: _, ...rest } = comparison;
  return { ...rest, verdict: 'inconclusive', because: `${comparison.because}, but ${condition}` };
}
