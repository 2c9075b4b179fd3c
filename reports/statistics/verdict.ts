import type { Results } from '../results/results.ts';
import { percent, ratio } from '../text/wording.ts';
import { boundOf } from './bound.ts';
import { addRounds, furtherRounds, remedy } from './further-rounds.ts';
import { centre, factor, type Interval, interval } from './interval.ts';
import { levelAt } from './looks.ts';
import { noiseIn, noiseOf } from './noise.ts';
import type { Rules } from './rules.ts';
import { beyond, verdictOf } from './verdict-of.ts';

type Comparison = Results['comparisons'][number];

/** Two arms of one scenario and metric: the log of their ratio, once per round in which both are valid. */
export interface Pair extends Pick<Comparison, 'kind' | 'scenario' | 'metric' | 'scheme' | 'reference'> {
  readonly logs: readonly number[];
  /** Why each discarded round was discarded. */
  readonly discarded: readonly string[];
  /** How many of those were discarded by what fell on the machine, whatever the two came to. */
  readonly disturbed?: number;
  /** By what share of the reference's latency the load generator was later with one of the two; 0 for other metrics. */
  readonly lagApart?: number;
  /** Those whose own cost still changed while they were measured. */
  readonly moving?: readonly Moving[];
  /** How far the two moved apart from one half of their measurement to the other, as a log ratio. */
  readonly slopeApart?: number;
}

export interface Moving {
  readonly scheme: string;
  /** Of the cost in the second half of the measurement over the first. */
  readonly ratio: number;
}

const level = 0.95;
/** Of the control's alarm: at 0.95 one sound run in twenty would void itself, and the bar covers what this lets pass. */
const alarmLevel = 0.99;
/** With fewer rounds than this the t interval rests on too little; simulated in verdict.test.ts. */
export const fewestRounds = 4;
/** With more of its rounds discarded by what the two came to, a pair has no verdict. */
export const mostDiscarded = 0.3;
/** Nor with more by whatever: weather chooses no result, but most of a run in bad weather is no run. */
export const mostDisturbed = 0.5;

/**
 * The control: a scheme against itself. It never has a winner. Where identical servers look different by more than the
 * margin, nothing measured beside them can be believed; a bias that stays inside the margin is of no interest.
 */
export function judgeControl(pair: Pair, rules: Rules): Comparison {
  const refused = refuse(pair, rules);
  if (refused) return settle(pair, rules, ...refused);
  const seen = intervalOf(pair, level);
  const text = shown(pair);
  const { verdict, because } = verdictOf(text, { seen, noise: 0 }, rules);
  if (verdict === 'equivalent') return settle(pair, rules, verdict, because);
  return beyond(intervalOf(pair, alarmLevel), 0)
    ? settle(
        pair,
        rules,
        'invalid',
        `identical servers came out different: ${text} excludes 1, even at ${percent(alarmLevel)}`,
      )
    : settle(
        pair,
        rules,
        'inconclusive',
        `${text}: identical servers may look ${percent(Math.expm1(noiseIn(seen)))} apart`,
      );
}

/**
 * The pairs that one reader compares with each other. A winner needs its whole interval beyond the margin and beyond
 * what the control's identical servers may look apart, at Holm's level for the number of pairs and of looks. Where the two
 * were still moving apart while they were measured, it needs as much more, and equals as much less: the control is one
 * scheme twice, and cannot see that. A latency that the generator made has no verdict.
 */
export function judgeFamily(pairs: readonly Pair[], control: Comparison | undefined, rules: Rules): Comparison[] {
  const refusals = new Map(
    pairs.map((pair) => [
      pair,
      refuse(pair, rules, control?.rounds ?? 0) ??
        refuseFor(control, rules) ??
        refuseLate(pair, rules) ??
        refuseMoving(pair),
    ]),
  );
  const open = pairs.filter((pair) => !refusals.get(pair));
  const margin = Math.log1p(rules.margin);
  const noise = (control && noiseOf(control)) ?? 0;
  const bar = Math.max(margin, noise);
  const asked = levelAt(rules.look);
  const by = `Holm's correction for ${open.length} ${open.length === 1 ? 'pair' : 'pairs'} at reading ${rules.look}`;
  const apartOf = ({ slopeApart = 0 }: Pair) => (slopeApart > margin / 2 ? slopeApart : 0);
  const decided = holm(open, asked, (seen, pair) => beyond(seen, bar + apartOf(pair)));
  const directed = holm(open, asked, (seen, pair) => beyond(seen, apartOf(pair)));

  const bounded = (pair: Pair, comparison: Comparison): Comparison => {
    if (refusals.get(pair)) return comparison;
    const seen = intervalOf(pair, 1 - (1 - asked) / open.length);
    const { low, high } = boundOf(comparison.verdict, seen, noise, apartOf(pair));
    return { ...comparison, bound: { low: factor(low), high: factor(high) } };
  };
  const judged = (pair: Pair): Comparison => {
    const refused = refusals.get(pair);
    if (refused) return settle(pair, rules, ...refused);
    const seen = intervalOf(pair, level);
    const apart = apartOf(pair);
    const corrected = { isDecided: decided.has(pair), isDirected: directed.has(pair), by };
    const { verdict, because } = verdictOf(shown(pair), { seen, noise, apart, corrected }, rules);
    if (verdict !== 'inconclusive') return settle(pair, rules, verdict, because);
    const [inside, outside] = [margin - apart, margin + apart];
    const distance = Math.abs(centre(pair.logs));
    const winning = distance > outside;
    if (apart > 0 && distance >= inside && !winning)
      return settle(pair, rules, 'inconclusive', `${because}; longer warm-ups would settle it, and no more rounds`);
    const next = winning ? intervalOf(pair, 1 - (1 - levelAt(rules.look + 1)) / open.length) : seen;
    const further = furtherRounds(pair.logs, next, winning ? outside : inside, noise);
    return settle(pair, rules, 'inconclusive', `${because}; ${remedy(further, rules.run)}`, further);
  };
  return pairs.map((pair) => bounded(pair, judged(pair)));
}

type Refusal = readonly [verdict: 'inconclusive' | 'invalid', because: string, further?: number];

/** @param beside how many rounds its control has: what is added must be enough for both */
function refuse(
  { logs, discarded, disturbed }: Pair,
  { verdicts, run }: Rules,
  beside: number = fewestRounds,
): Refusal | undefined {
  if (!verdicts)
    return ['inconclusive', 'this profile is too short for a verdict by design; the quick profile gives one'];
  const lost = refuseLost(logs.length, discarded, disturbed);
  if (lost) return ['invalid', lost];
  if (logs.length >= fewestRounds) return undefined;
  const further = fewestRounds - Math.min(logs.length, beside);
  return [
    'inconclusive',
    `${validRounds(logs.length)}, and at least ${fewestRounds} are needed: ${addRounds(run, further)}`,
    further,
  ];
}

/** Why so few rounds are left that what is left may be the choice of what broke the others. */
export function refuseLost(used: number, discarded: readonly string[], disturbed = 0, of = ''): string | undefined {
  const rounds = used + discarded.length;
  const isSpoilt = discarded.length - disturbed > mostDiscarded * rounds;
  const most = isSpoilt ? mostDiscarded : mostDisturbed;
  return isSpoilt || discarded.length > mostDisturbed * rounds
    ? `${discarded.length} of ${rounds} rounds${of} were discarded (${discarded[0]}); at most ${percent(most)} may be`
    : undefined;
}

function refuseLate({ metric, lagApart = 0 }: Pair, { margin }: Rules): Refusal | undefined {
  if (lagApart <= margin) return undefined;
  const service = metric.replace('latency', 'service');
  return [
    'inconclusive',
    `the load generator itself was later with one of the two, by ${percent(lagApart)} of the latency it measured, where ${percent(margin)} are allowed: ${service} does not contain that`,
  ];
}

/** A ratio of servers that are half warm is none of those that people run. */
function refuseMoving({ moving: [first] = [] }: Pair): Refusal | undefined {
  if (!first) return undefined;
  const { scheme, ratio: moved } = first;
  return [
    'inconclusive',
    `${scheme} still changed while it was measured: a request cost ${moved.toFixed(2)} times as much in the second half as in the first; longer warm-ups would settle it, and no more rounds`,
  ];
}

function refuseFor(control: Comparison | undefined, { run }: Rules): Refusal | undefined {
  if (control?.verdict === 'invalid') return ['invalid', `the A/A control failed: ${control.because}`];
  const rounds = control?.rounds ?? 0;
  if (rounds >= fewestRounds) return undefined;
  const further = fewestRounds - rounds;
  const has = control ? `has ${validRounds(rounds)}` : 'was not run beside it';
  return [
    'inconclusive',
    `the A/A control ${has}, and at least ${fewestRounds} are needed: ${addRounds(run, further)}`,
    further,
  ];
}

/**
 * Holm's step-down procedure over the pairs (Holm 1979): whoever passes at level 1 − α/m leaves, and the rest is tried
 * again with the smaller m. Nested intervals make that the same as ordering p values.
 */
function holm(
  pairs: readonly Pair[],
  asked: number,
  passes: (seen: Interval, pair: Pair) => boolean,
): ReadonlySet<Pair> {
  const passed = new Set<Pair>();
  for (;;) {
    const open = pairs.filter((pair) => !passed.has(pair));
    const winners = open.filter((pair) => passes(intervalOf(pair, 1 - (1 - asked) / open.length), pair));
    if (winners.length === 0) return passed;
    for (const pair of winners) passed.add(pair);
  }
}

function settle(
  pair: Pair,
  { margin }: Rules,
  verdict: Comparison['verdict'],
  because: string,
  further?: number,
): Comparison {
  const { kind, scenario, metric, scheme, reference, logs, discarded } = pair;
  const seen = interval(logs, level);
  return {
    kind,
    scenario,
    metric,
    scheme,
    reference,
    ratio: logs.length === 0 ? null : factor(centre(logs)),
    ciLow: seen ? factor(seen.low) : null,
    ciHigh: seen ? factor(seen.high) : null,
    ciLevel: level,
    margin,
    rounds: logs.length,
    discarded: discarded.length,
    ...(further !== undefined && { furtherRounds: further }),
    verdict,
    because,
  };
}

function intervalOf({ logs }: Pair, atLevel: number): Interval {
  return interval(logs, atLevel) ?? { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
}

function validRounds(count: number): string {
  return `${count} valid ${count === 1 ? 'round' : 'rounds'}`;
}

function shown(pair: Pair): string {
  const { low, high } = intervalOf(pair, level);
  return ratio(Math.exp(centre(pair.logs)), Math.exp(low), Math.exp(high));
}
