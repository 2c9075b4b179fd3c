import { mostDrift } from './quality-rounds.ts';
import { passesOf } from './remeasured.ts';
import type { Results } from './results.ts';
import { headline } from './statistics/compare.ts';
import { disturbed } from './statistics/disturbed.ts';
import { centre, type Interval, interval } from './statistics/interval.ts';
import { percent, ratio } from './wording.ts';

type Sample = Results['samples'][number];

export type Change = NonNullable<Results['baseline']>['changes'][number];

const level = 0.95;
const fewestRounds = 4;
const mostDiscarded = 0.3;
/** Two runs lie hours or months apart: what a run may drift by unnoticed is the least that two may differ by. */
const pace = Math.log1p(mostDrift);

/** What each figure of the schemes' own arms changed by from one run to another. Pure. */
export function changesOf(base: Results, head: Results): Change[] {
  const [before, after] = [figuresOf(base), figuresOf(head)];
  return [...new Set([...before.names, ...after.names])].map((name) => {
    const [old, now] = [before.figure(name), after.figure(name)];
    const [was, is] = [middle(old.raw), middle(now.raw)];
    const first = judge(old, now);
    const later = first.verdict === 'worse' ? passesOf(head, now.scenario) : [];
    return {
      ...{ scenario: now.scenario, scheme: now.scheme, metric: now.metric, unit: now.unit || old.unit },
      ...(was !== undefined && { before: was }),
      ...(is !== undefined && { after: is }),
      ...confirmed(
        first,
        later.map((pass) => judge(old, figuresOf(pass).figure(name))),
      ),
    };
  });
}

/** What got worse has to be so in every later pass that measured it; the figures are those of the last. */
function confirmed(first: Judged, later: readonly Judged[]): Judged {
  return later.reduce((before, again) => {
    if (before.verdict !== 'worse' || again.verdict === 'removed') return before;
    const because = `measured again: ${again.because}; before: ${before.because}`;
    return { ...again, verdict: again.verdict === 'worse' ? 'worse' : 'inconclusive', because };
  }, first);
}

/** The logs of the rounds that count. */
interface Rounds {
  readonly logs: ReadonlyMap<number, number>;
  /** Why each of the others does not. */
  readonly discarded: readonly string[];
}

/** One metric of one scheme in one run. */
interface Figure {
  readonly scenario: string;
  readonly scheme: string;
  readonly metric: string;
  readonly unit: string;
  readonly raw: Rounds;
  /** As a multiple of the bare route in the same round; absent where the run had none. */
  readonly overFloor: Rounds | undefined;
  /** How far identical servers looked apart in the run, as a log ratio; undefined where no control tells. */
  readonly noise: number | undefined;
}

function figuresOf({ samples, comparisons }: Results) {
  const arms = new Map<string, Sample[]>();
  for (const sample of samples) {
    const name = nameOf(sample);
    if (name !== undefined) arms.set(name, [...(arms.get(name) ?? []), sample]);
  }
  const faults = new Map<string, ReadonlyMap<number, string>>();
  for (const scenario of new Set(samples.map((sample) => sample.scenario)))
    faults.set(scenario, disturbed(samples.filter((sample) => sample.scenario === scenario)));
  return {
    names: [...arms.keys()].filter((name) => schemeIn(name) !== bare),
    figure(name: string): Figure {
      const [scenario = '', scheme = '', metric = ''] = JSON.parse(name) as string[];
      const own = arms.get(name) ?? [];
      const floor = arms.get(JSON.stringify([scenario, bare, metric]));
      const spoiled = faults.get(scenario) ?? new Map();
      return {
        ...{ scenario, scheme, metric, unit: own[0]?.unit ?? '' },
        raw: counted(own, undefined, spoiled),
        overFloor: floor && counted(own, floor, spoiled),
        noise: noiseOf(comparisons, scenario, metric),
      };
    },
  };
}

/** In place of a scheme, which has a name. */
const bare = '';

function nameOf({ scenario, scheme, metric, arm }: Sample): string | undefined {
  if (!headline[metric]) return undefined;
  if (arm === 'floor') return JSON.stringify([scenario, bare, metric]);
  return arm === 'main' || arm === 'saturation' ? JSON.stringify([scenario, scheme, metric]) : undefined;
}

function schemeIn(name: string): string | undefined {
  return (JSON.parse(name) as string[])[1];
}

function counted(
  own: readonly Sample[],
  floor: readonly Sample[] | undefined,
  spoiled: ReadonlyMap<number, string>,
): Rounds {
  const logs = new Map<number, number>();
  const discarded: string[] = [];
  for (const mine of own) {
    const under = floor?.find(({ round }) => round === mine.round);
    if (floor && !under) continue;
    const reason = spoiled.get(mine.round) ?? fault(mine) ?? (under && fault(under));
    if (reason !== undefined) discarded.push(reason);
    else logs.set(mine.round, Math.log(mine.value / (under?.value ?? 1)));
  }
  return { logs, discarded };
}

function fault({ valid, invalidReason, value }: Sample): string | undefined {
  if (!valid) return invalidReason ?? 'no reason was kept';
  return value > 0 ? undefined : `a value of ${value} has no ratio`;
}

function noiseOf(comparisons: Results['comparisons'], scenario: string, metric: string): number | undefined {
  const control = comparisons.find((one) => one.kind === 'a-a' && one.scenario === scenario && one.metric === metric);
  if (!control?.ciLow || !control.ciHigh || control.verdict === 'invalid') return undefined;
  return Math.max(-Math.log(control.ciLow), Math.log(control.ciHigh));
}

type Judged = Omit<Change, 'scenario' | 'scheme' | 'metric' | 'unit' | 'before' | 'after'>;

/**
 * Round against round: they are independent, so any pairing is fair, and the same round stands at the same place of
 * both runs. What a whole run was faster or slower by has no spread over its rounds: it is taken out by the bare route
 * of each run, and where that is missing the interval is wider by it.
 */
function judge(old: Figure, now: Figure): Judged {
  const raw = between(old.raw, now.raw);
  const none = { ratio: null, ciLow: null, ciHigh: null, rounds: raw.length };
  if (sizeOf(old.raw) === 0) return { ...none, verdict: 'added', because: 'only the new run measured it' };
  if (sizeOf(now.raw) === 0) return { ...none, verdict: 'removed', because: 'only the old run measured it' };
  if (raw.length > 0 && raw.every((log) => log === 0))
    return { ...none, ratio: 1, ciLow: 1, ciHigh: 1, verdict: 'equivalent', because: 'every round is the same' };
  const floors = old.overFloor && now.overFloor ? ([old.overFloor, now.overFloor] as const) : undefined;
  const [before, after] = floors ?? [old.raw, now.raw];
  const logs = between(before, after);
  const refused = refuse(before, after, logs.length, old.noise === undefined || now.noise === undefined);
  const seen = interval(logs, level);
  if (refused || !seen) return { ...none, rounds: logs.length, ...(refused ?? tooFew(logs.length)) };
  const wide = floors ? seen : { low: seen.low - pace, high: seen.high + pace };
  const figures = { ...shown(logs, wide), rounds: logs.length, ...(floors && { raw: rawOf(raw) }) };
  const said = ratio(figures.ratio, figures.ciLow, figures.ciHigh);
  const text = floors
    ? `as a multiple of the bare route, ${said}`
    : `${said}, with the ${percent(mostDrift)} that the machine may have changed its pace by and no bare route tells,`;
  return { ...figures, ...verdictOf(wide, Math.max(old.noise ?? 0, now.noise ?? 0), now.metric, text) };
}

type Verdict = Pick<Judged, 'verdict' | 'because'>;

/** The rules of a run itself: what it would not judge is not judged here. */
function refuse(before: Rounds, after: Rounds, common: number, uncontrolled: boolean): Verdict | undefined {
  for (const [rounds, which] of [
    [before, 'old'],
    [after, 'new'],
  ] as const) {
    const { length } = rounds.discarded;
    if (length > mostDiscarded * sizeOf(rounds))
      return {
        verdict: 'invalid',
        because: `${length} of ${sizeOf(rounds)} rounds of the ${which} run were discarded (${rounds.discarded[0]}); at most ${percent(mostDiscarded)} may be`,
      };
  }
  if (common < fewestRounds) return tooFew(common);
  return uncontrolled
    ? { verdict: 'invalid', because: 'no sound A/A control in both runs tells how far identical servers look apart' }
    : undefined;
}

function tooFew(common: number): Verdict {
  const rounds = common === 1 ? 'round' : 'rounds';
  return {
    verdict: 'inconclusive',
    because: `${common} ${rounds} in common; at least ${fewestRounds} are needed`,
  };
}

/** A change must exceed the margin and what identical servers differed by in either run. */
function verdictOf(seen: Interval, noise: number, metric: string, text: string): Verdict {
  const { better, margin } = headline[metric] ?? { better: 'lower', margin: 0 };
  const inside = Math.log1p(margin);
  const bar = Math.max(inside, noise);
  const beyond = (bound: number) => seen.low > bound || seen.high < -bound;
  if (beyond(bar))
    return {
      verdict: seen.high < 0 === (better === 'lower') ? 'better' : 'worse',
      because: `${text} lies wholly beyond ${percent(Math.expm1(bar))}`,
    };
  if (seen.low > -inside && seen.high < inside)
    return { verdict: 'equivalent', because: `${text} lies inside the margin of ${percent(margin)}` };
  if (beyond(0) && noise <= inside)
    return { verdict: 'small', because: `${text} excludes 1 but reaches into the margin of ${percent(margin)}` };
  return {
    verdict: 'inconclusive',
    because: `${text} is neither beyond ${percent(Math.expm1(bar))} nor inside ${percent(margin)}`,
  };
}

function between(before: Rounds, after: Rounds): number[] {
  return [...after.logs].flatMap(([round, log]) => {
    const old = before.logs.get(round);
    return old === undefined ? [] : [log - old];
  });
}

function sizeOf({ logs, discarded }: Rounds): number {
  return logs.size + discarded.length;
}

function rawOf(logs: readonly number[]): Change['raw'] {
  const seen = interval(logs, level);
  return seen && shown(logs, seen);
}

function shown(logs: readonly number[], { low, high }: Interval) {
  return { ratio: factor(centre(logs)), ciLow: factor(low), ciHigh: factor(high) };
}

function middle({ logs }: Rounds): number | undefined {
  return logs.size === 0 ? undefined : factor(centre([...logs.values()]));
}

/** Six digits: the last bits of exp() are not the same everywhere, and equal runs must give equal bytes. */
function factor(log: number): number {
  return Number(Math.exp(log).toPrecision(6));
}
