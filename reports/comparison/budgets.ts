import { failureCounts } from '../analysis/answered-rounds.ts';
import { cheapened } from '../analysis/cheapened.ts';
import { windowOf, windowText } from '../analysis/window.ts';
import { isMain } from '../results/arm.ts';
import type { Results } from '../results/results.ts';
import { isRefused } from '../statistics/bound.ts';
import { counted, discards, sampleOf } from '../statistics/counted.ts';
import { interval } from '../statistics/interval.ts';
import { upperMedian } from '../statistics/median.ts';
import { refuseLost } from '../statistics/verdict.ts';
import { amount, digitsApart, span } from '../text/amount.ts';
import { command } from '../text/installation.ts';
import { parseBytes, parseDuration } from '../text/quantity.ts';
import { counted as countOf, duration, ratio } from '../text/wording.ts';
import type { AbsoluteBudget, Budgets, RelativeBudget, SecurityBudget, WindowBudget } from './budget-file.ts';
import { compareRuns } from './compare-runs.ts';
import { passesOf } from './remeasured.ts';

export type BudgetResult = NonNullable<Results['budgets']>[number];

type State = BudgetResult['state'];
type Judged = Pick<BudgetResult, 'state' | 'because'>;

/**
 * Pure. Breached only where the whole interval lies beyond the limit, met only where it lies within; all else is
 * inconclusive. `day` is today as an ISO date, against which waivers expire.
 */
export function judgeBudgets(
  { budgets, waivers }: Budgets,
  results: Results,
  day: string,
  baseline?: Results,
): BudgetResult[] {
  return budgets.flatMap((budget) => {
    if (budget.level === 'off') return [];
    const judged = judgeTwice(budget, results, baseline);
    const waiver = judged.state === 'breached' ? waivers.find((one) => one.id === budget.id) : undefined;
    const about = { id: budget.id, level: budget.level };
    if (!waiver) return [{ ...about, ...judged }];
    const by = `${waiver.owner} until ${waiver.until}: ${waiver.reason}`;
    return waiver.until >= day
      ? [{ ...about, state: 'waived' as const, because: `${judged.because}; waived by ${by}` }]
      : [{ ...about, state: 'breached' as const, because: `${judged.because}; no longer waived by ${by}` }];
  });
}

/**
 * A breach of what is measured in rounds counts when every later pass that measured it shows it too; the last word is the
 * last pass's. A pass without its schemes was made for another limit, and says nothing of this one.
 */
function judgeTwice(budget: Budgets['budgets'][number], results: Results, baseline: Results | undefined): Judged {
  let judged = judge(budget, results, baseline);
  if (!('metric' in budget)) return judged;
  const { scenario, scheme } = budget;
  const schemes = 'vs' in budget && budget.vs !== 'baseline' ? [scheme, budget.vs] : [scheme];
  const isIn = ({ samples }: Results) =>
    schemes.every((own) => samples.some((one) => isOf(one, { scenario, scheme: own, metric: one.metric })));
  for (const pass of passesOf(results, scenario).filter(isIn)) {
    if (judged.state !== 'breached') break;
    const { state, because } = judge(budget, pass, baseline);
    judged = { state, because: `measured again: ${because}; before: ${judged.because}` };
  }
  return judged;
}

function judge(budget: Budgets['budgets'][number], results: Results, baseline: Results | undefined): Judged {
  if ('attack' in budget) return judgeSecurity(budget, results);
  if ('window' in budget) return judgeWindow(budget, results);
  if (!('vs' in budget)) return judgeAbsolute(budget, results);
  return budget.vs === 'baseline' ? judgeRegression(budget, results, baseline) : judgeRatio(budget, results);
}

function judgeSecurity({ attack, scheme }: SecurityBudget, { attacks }: Results): Judged {
  const named = attacks.filter(
    (one) => (attack === '*' || one.id === attack) && (scheme === undefined || one.scheme === scheme),
  );
  const asked = named.filter(({ outcome }) => outcome !== 'not-applicable');
  const failed = asked.filter(({ asExpected }) => asExpected === false);
  const open = asked.filter(({ asExpected }) => asExpected === null);
  const names = (some: typeof asked) => some.map((one) => `${one.id} on ${one.scheme} (${one.outcome})`).join(', ');
  if (failed.length > 0) return { state: 'breached', because: names(failed) };
  if (asked.length === 0)
    return { state: 'inconclusive', because: named.length === 0 ? 'no such attack was run' : names(named) };
  if (open.length > 0) return { state: 'inconclusive', because: names(open) };
  return { state: 'met', because: `${countOf(asked.length, 'attack')} ended as required` };
}

function judgeWindow({ window, scheme, max }: WindowBudget, { attacks }: Results): Judged {
  const attack = attacks.find((one) => one.id === window && one.scheme === scheme);
  const found = attack && windowOf(attack);
  if (attack?.asExpected == null || !found)
    return { state: 'inconclusive', because: attack?.because ?? `${window} was not run on ${scheme}` };
  const shown =
    found.kind === 'endless'
      ? 'accepted with no end that was seen'
      : `${found.kind === 'none' ? 'refused' : 'accepted for'} ${windowText(found)}`;
  const allowedMs = parseDuration(max) ?? 0;
  const because = `a copy is ${shown}, where ${duration(allowedMs)} is allowed`;
  if (found.kind === 'untold') return unjudged(`${because}; ${found.because}`);
  return { state: found.configuredMs > allowedMs ? 'breached' : 'met', because };
}

function judgeAbsolute(budget: AbsoluteBudget, results: Results): Judged {
  const { samples } = results;
  const own = samples.filter((one) => isOf(one, { ...budget, metric: one.metric }));
  const first = own.find(({ metric }) => metric === budget.metric);
  if (!first) return unmeasured(budget, own);
  const limit = budget.max ?? budget.min ?? 0;
  const bound = inUnit(limit, first.unit);
  if (bound === undefined) return { state: 'invalid', because: isNot(limit, first.unit) };
  if (failureCounts.includes(budget.metric)) return judgeFailures(budget, own, bound);
  const why = discards(samples);
  const inRound = (round: number) => own.filter((one) => one.round === round);
  const rounds = [...new Set(own.map(({ round }) => round))].flatMap(
    (round) => sampleOf(inRound(round), budget.metric) ?? [],
  );
  const discarded = rounds.flatMap((one) => why(one) ?? []);
  const disturbed = rounds.filter((one) => one.valid && why(one) !== undefined).length;
  const counting = rounds.filter((one) => why(one) === undefined);
  const values = counting.map(configuredValue);
  const known = exactly(own.filter(({ metric }) => metric === budget.metric));
  const spoilt = rounds.flatMap(({ valid, invalidReason = 'no reason was kept' }) => (valid ? [] : [invalidReason]));
  const lost =
    known === undefined
      ? refuseLost(values.length, discarded, disturbed)
      : refuseLost(rounds.length - spoilt.length, spoilt);
  if (lost) return { state: 'invalid', because: lost };
  const seen = known === undefined ? interval(values, 0.95) : { low: known, high: known };
  if (!seen) return { state: 'inconclusive', because: `${values.length} valid rounds; at least 3 are needed` };
  const state = against(seen, bound, budget.max !== undefined);
  const configured = own.some((one) => one.configured !== undefined)
    ? ` as configured (tested: ${amount(upperMedian(counting.map(({ value }) => value)), first.unit)})`
    : '';
  const { low, high } = seen;
  const digits = Math.max(digitsApart(low, bound), digitsApart(high, bound));
  const because = `${span(low, high, first.unit, digits)}${configured}, where ${budget.max === undefined ? 'at least' : 'at most'} ${amount(bound, first.unit, digits)} is asked`;
  const condition = cheapened(results, budget);
  if (condition === undefined) return { state, because };
  // what breaks a limit even so breaks it all the more as configured
  return state === 'breached'
    ? { state, because: `${because}, and that ${condition}` }
    : unjudged(`${because}, but ${condition}`);
}

/** What was sought and broke is no silence. */
function unmeasured({ metric, scenario }: AbsoluteBudget, own: Results['samples']): Judged {
  const broken = own.find(({ valid }) => !valid)?.invalidReason;
  const because = `${metric} of ${scenario} was not measured`;
  return broken === undefined
    ? { state: 'inconclusive', because }
    : { state: 'invalid', because: `${because}: ${broken}` };
}

/**
 * Whatever counts failures makes its own round invalid, which is true all the same: its worst round counts, however busy
 * the machine was. It is met only where every round came to a count.
 */
function judgeFailures({ metric, max }: AbsoluteBudget, own: Results['samples'], bound: number): Judged {
  const rounds = [...new Set(own.map(({ round }) => round))].map((round) => own.filter((one) => one.round === round));
  const counts = rounds.flatMap((round) => round.find((one) => one.metric === metric) ?? []);
  const lost = rounds.flatMap((round) =>
    round.some((one) => one.metric === metric)
      ? []
      : (round.find(({ valid }) => !valid)?.invalidReason ?? 'no reason was kept'),
  );
  const [worst] = counts.toSorted((a, b) => (max === undefined ? a.value - b.value : b.value - a.value));
  const asked = `where ${max === undefined ? 'at least' : 'at most'} ${amount(bound, 'count')} is asked`;
  const seen = worst && against({ low: worst.value, high: worst.value }, bound, max !== undefined);
  const why = worst?.invalidReason === undefined ? '' : ` (${worst.invalidReason})`;
  const because =
    worst && `${amount(worst.value, 'count')} in round ${worst.round}, the worst of ${counts.length}${why}, ${asked}`;
  if (seen === 'breached') return { state: seen, because: because ?? '' };
  const few = refuseLost(counts.length, lost);
  if (few) return { state: 'invalid', because: few };
  if (lost.length > 0)
    return {
      state: 'inconclusive',
      because: `${lost.length} of ${rounds.length} rounds came to no count (${lost[0]})`,
    };
  return { state: 'met', because: because ?? '' };
}

function unjudged(because: string): Judged {
  return { state: 'inconclusive', because: `cannot be judged: ${because}` };
}

function configuredValue({ value, configured = value }: Results['samples'][number]): number {
  return configured;
}

/**
 * What is counted, not timed, and never differed is known exactly, however busy the machine was. Memory of a process is
 * no count: each launch has another.
 */
function exactly(found: Results['samples']): number | undefined {
  const values = new Set(found.filter(({ valid }) => valid).map(configuredValue));
  const [value] = values;
  const isCount = found.some(({ metric, unit }) => metric !== 'rss.servers' && (unit === 'bytes' || unit === 'count'));
  return isCount && values.size === 1 ? value : undefined;
}

/** A scheme's own figure, and not one of its A/A arm, of its other builds or of a search. */
function isOf(sample: Results['samples'][number], of: Pick<AbsoluteBudget, 'scenario' | 'scheme' | 'metric'>): boolean {
  return (
    sample.scenario === of.scenario && sample.scheme === of.scheme && sample.metric === of.metric && isMain(sample)
  );
}

function judgeRatio(budget: RelativeBudget, results: Results): Judged {
  const { comparisons, samples } = results;
  const { scenario, metric, scheme, vs } = budget;
  const ofPair = comparisons.filter(
    (one) => one.kind === 'scheme' && one.scenario === scenario && one.metric === metric,
  );
  const direct = ofPair.find((one) => one.scheme === scheme && one.reference === vs);
  const turned = ofPair.find((one) => one.scheme === vs && one.reference === scheme);
  const found = direct ?? turned;
  if (!found) return { state: 'inconclusive', because: `${scheme} and ${vs} were not compared` };
  if (found.verdict === 'invalid') return { state: 'invalid', because: found.because };
  const { ratio: middle, ciLow, ciHigh, because } = found;
  if (!middle || !ciLow || !ciHigh) return { state: 'inconclusive', because };
  if (cheapened(results, found)) return unjudged(because);
  // what the run itself would not judge is not judged here
  if (isRefused(found, results)) return { state: 'inconclusive', because };
  const seen = direct
    ? { ratio: middle, low: ciLow, high: ciHigh }
    : { ratio: 1 / middle, low: 1 / ciHigh, high: 1 / ciLow };
  const counting = counted(samples);
  const middleOf = (of: string) =>
    upperMedian(counting.filter((one) => isOf(one, { scenario, metric, scheme: of })).map(({ value }) => value));
  const unit = samples.find((one) => one.scenario === scenario && one.metric === metric)?.unit ?? '';
  return withFloor(budget, seen, Math.abs(middleOf(scheme) - middleOf(vs)), unit);
}

function judgeRegression(budget: RelativeBudget, results: Results, baseline: Results | undefined): Judged {
  if (!baseline) return { state: 'inconclusive', because: `there is no baseline; ${command('baseline set RUN')}` };
  const { mismatches, changes } = compareRuns(baseline, results);
  if (mismatches.length > 0) return { state: 'invalid', because: `the baseline cannot be compared: ${mismatches[0]}` };
  const { scenario, metric, scheme } = budget;
  const found = changes.find((one) => one.scenario === scenario && one.metric === metric && one.scheme === scheme);
  if (!found) return { state: 'inconclusive', because: `neither run has a valid round of ${metric} of ${scenario}` };
  if (found.ratio === null || found.ciLow === null || found.ciHigh === null)
    return { state: found.verdict === 'invalid' ? 'invalid' : 'inconclusive', because: found.because };
  const apart = Math.abs((found.after ?? 0) - (found.before ?? 0));
  const { state, because } = withFloor(
    budget,
    { ratio: found.ratio, low: found.ciLow, high: found.ciHigh },
    apart,
    found.unit,
  );
  // both runs paid alike, so that a change is one; it is a smaller one where more is paid beside it
  const condition = cheapened(results, budget);
  return { state, because: condition ? `${because}; both ${condition}` : because };
}

/** A ratio alone makes a mountain of a small figure. */
function withFloor(
  { maxRatio, minRatio, minAbs }: RelativeBudget,
  seen: { ratio: number; low: number; high: number },
  apart: number,
  unit: string,
): Judged {
  const bound = maxRatio ?? minRatio ?? 1;
  const state = against(seen, bound, maxRatio !== undefined);
  const because = `${ratio(seen.ratio, seen.low, seen.high)}, where ${maxRatio === undefined ? 'at least' : 'at most'} ${bound} is asked`;
  const floor = minAbs === undefined ? 0 : inUnit(minAbs, unit);
  if (floor === undefined) return { state: 'invalid', because: isNot(minAbs ?? 0, unit, 'minAbs') };
  if (state !== 'breached' || apart >= floor) return { state, because };
  const digits = digitsApart(apart, floor);
  const small = `the difference of ${amount(apart, unit, digits)} is below ${amount(floor, unit, digits)}`;
  return { state: 'met', because: `${because}, but ${small}` };
}

function against({ low, high }: { low: number; high: number }, bound: number, most: boolean): State {
  if (most ? high <= bound : low >= bound) return 'met';
  return (most ? low > bound : high < bound) ? 'breached' : 'inconclusive';
}

/** A limit in the unit of the samples; undefined where it is of another kind. */
function inUnit(limit: number | string, unit: string): number | undefined {
  if (typeof limit === 'number') return limit;
  const perUnit = new Map([
    ['us', 0.001],
    ['ms', 1],
    ['s', 1_000],
  ]).get(unit);
  if (unit === 'bytes') return parseBytes(limit);
  const ms = parseDuration(limit);
  return perUnit === undefined || ms === undefined ? undefined : ms / perUnit;
}

function isNot(limit: number | string, unit: string, name = 'the limit'): string {
  const kind = unit === 'bytes' ? 'a size' : ['us', 'ms', 's'].includes(unit) ? 'a time' : 'a plain number';
  return `${name}, ${limit}, is not ${kind}`;
}
