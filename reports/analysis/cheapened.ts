import type { Results } from '../results/results.ts';

type Run = Pick<Results, 'scenarios' | 'schemes'>;
type Comparison = Results['comparisons'][number];

/** What a figure is of: one arm's, or the ratio of two schemes. */
type Figure = Pick<Comparison, 'scenario' | 'metric' | 'scheme'> & Partial<Pick<Comparison, 'reference' | 'variation'>>;

/** What no password moves: what was sent, and what the bench says of itself and of its machine. */
const untouched =
  /^(bytes|rate|lag|machine|achieved|inflight|warm-up|block)\.|^(cpu|loop)\.(generator|balancer)$|^generator\.|^(errors|dropped|late)$/;

/**
 * The condition under which a figure was measured, where that flatters it: logins in it paid less than they do where a
 * server is left as it is configured. Undefined where the figure holds as it is.
 */
export function cheapened(
  run: Run,
  { scenario, metric, scheme, reference, variation = '' }: Figure,
): string | undefined {
  const factsOf = (id: string) => run.scenarios.find((one) => one.id === id);
  if (untouched.test(metric) || !factsOf(scenario)?.asksPassword) return undefined;
  // its name says what it makes of a password
  if (factsOf(variation)?.sets?.includes('passwordCost')) return undefined;
  const [facts] = run.schemes.filter(({ id }) => id === scheme || id === reference).filter(isCheap);
  if (facts === undefined) return undefined;
  const { settings: paid, configured: due = {} } = facts;
  const times = 2 ** (Number(due.passwordCost) - Number(paid.passwordCost));
  const uncounted = paid.loginFailures === 0 && due.loginFailures !== 0 ? ', and no failed login was counted' : '';
  return `measured at a password cost of 2^${paid.passwordCost}, where 2^${due.passwordCost} is configured: ${times} times the work at each login${uncounted}`;
}

/**
 * A ratio that was measured so decides nothing: the work that was saved brings schemes nearer together that log in alike,
 * and sets those apart of which one logs in where the other renews. The run does not tell how far, and further rounds
 * would not either. A scheme beside itself speaks of the bench.
 */
export function asConfigured(run: Run, comparison: Comparison): Comparison {
  const condition = comparison.kind === 'a-a' ? undefined : cheapened(run, comparison);
  if (condition === undefined || comparison.verdict === 'invalid') return comparison;
  const { furtherRounds: _f, bound: _b, ...rest } = comparison;
  return { ...rest, verdict: 'inconclusive', because: `${comparison.because}, but ${condition}` };
}

function isCheap({ settings: paid, configured: due = {} }: Results['schemes'][number]): boolean {
  return Number(paid.passwordCost) < Number(due.passwordCost);
}
