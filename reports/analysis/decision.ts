import { type ComparedMetric, comparedMetrics, metric as titleOf } from '../metrics.ts';
import type { Results } from '../results/results.ts';
import { hasDirection } from '../statistics/bound.ts';
import { inSentence, percent } from '../text/wording.ts';

type Comparison = Results['comparisons'][number];

/** Who chooses between two architectures seldom does so for less than this. */
export const defaultDecisionMargin = 0.25;

/** What two schemes differ by at most, held against what would decide between them. */
export interface Decision {
  /** Too little to decide, enough to, or a bound too wide to say. */
  readonly state: 'within' | 'beyond' | 'open';
  /** `6 % to 18 % cheaper`, `at most 18 % apart`. */
  readonly difference: string;
  readonly meaning: string;
}

/**
 * The one place that reads a bound. Undefined where there is none: without a sound A/A control, or of servers that were
 * not at rest, nothing may be concluded. The bare route is nobody's choice, and a scheme beside itself is none. All of it
 * is relative to the reference, as the words are: 24 % cheaper is less than 25 %.
 */
export function decisionOf(
  { kind, metric, verdict, bound }: Comparison,
  { decisionMargin = defaultDecisionMargin }: Pick<Results, 'decisionMargin'>,
): Decision | undefined {
  if (bound === undefined || kind === 'a-a' || kind === 'floor') return undefined;
  const { low, high } = bound;
  const { more, less, by } = wordsOf(metric);
  const isDirected = hasDirection(verdict) || low > 1 || high < 1;
  if (low > 1 - decisionMargin && high < 1 + decisionMargin)
    return isDirected
      ? { state: 'within', difference: directed(bound, more, less), meaning: `no reason to choose by ${by}` }
      : {
          state: 'within',
          difference: `at most ${outward(Math.max(1 - low, high - 1))} apart`,
          meaning: 'too little to decide an architecture',
        };
  if (low >= 1 + decisionMargin || high <= 1 - decisionMargin)
    return { state: 'beyond', difference: directed(bound, more, less), meaning: `enough to choose by ${by}` };
  return {
    state: 'open',
    difference: isDirected
      ? directed(bound, more, less)
      : `between ${outward(1 - low)} ${less} and ${outward(high - 1)} ${more}`,
    meaning: `which may or may not reach the ${percent(decisionMargin)} that would decide`,
  };
}

/** `6 % to 18 % cheaper: no reason to choose by cost`; undefined where there is no bound. */
export function decisionText(comparison: Comparison, results: Pick<Results, 'decisionMargin'>): string | undefined {
  const decision = decisionOf(comparison, results);
  return decision && `${decision.difference}${decision.state === 'open' ? ',' : ':'} ${decision.meaning}`;
}

/** Whether it says something that somebody can act on. */
export function isDecided(comparison: Comparison, results: Pick<Results, 'decisionMargin'>): boolean {
  const { state } = decisionOf(comparison, results) ?? { state: 'open' };
  return state !== 'open' || hasDirection(comparison.verdict) || comparison.verdict === 'equivalent';
}

type Words = Pick<ComparedMetric, 'more' | 'less' | 'by'>;

function wordsOf(name: string): Words {
  return comparedMetrics.get(name) ?? { more: 'more', less: 'less', by: inSentence(titleOf(name).title) };
}

function directed({ low, high }: { low: number; high: number }, more: string, less: string): string {
  // the bound is for all pairs and looks at once, and may be wider than what the direction was found by
  const isMore = low * high > 1;
  const [from, to, word] = isMore ? [low - 1, high - 1, more] : [1 - high, 1 - low, less];
  return from < 0.01 ? `at most ${outward(to)} ${word}` : `${inward(from)} to ${outward(to)} ${word}`;
}

/** Edges are rounded away from what is told, so that words never say more than figures. */
function outward(share: number): string {
  return `${Math.ceil(share * 100 - rounding)} %`;
}

function inward(share: number): string {
  return `${Math.floor(share * 100 + rounding)} %`;
}

/** Of binary fractions: 1.18 − 1 is a little more than 0.18. */
const rounding = 1e-6;
