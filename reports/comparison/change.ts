import { cheapened } from '../analysis/cheapened.ts';
import { mostDrift } from '../analysis/quality-rounds.ts';
import { comparedMetrics } from '../metrics.ts';
import { isIn, isMain } from '../results/arm.ts';
import type { Results } from '../results/results.ts';
import { centre, factor, type Interval, interval } from '../statistics/interval.ts';
import { interestIn } from '../statistics/looks.ts';
import { noiseOf } from '../statistics/noise.ts';
import { type Pairing, pairing } from '../statistics/pairing.ts';
import { fewestRounds, refuseLost } from '../statistics/verdict.ts';
import { type Called, verdictOf } from '../statistics/verdict-of.ts';
import { percent, ratio } from '../text/wording.ts';
import { passesOf } from './remeasured.ts';

export type Change = NonNullable<Results['baseline']>['changes'][number];

const level = 0.95;
/** Two runs lie hours or months apart: what a run may drift by unnoticed is the least that two may differ by. */
const pace = Math.log1p(mostDrift);

/** What each figure of the schemes' own arms changed by from one run to another. Pure. */
export function changesOf(base: Results, head: Results): Change[] {
  const [before, after] = [figuresOf(base), figuresOf(head)];
  return [...new Map([...before, ...after])].map(([name, about]) => {
    const [old, now] = [before.get(name), after.get(name)];
    const [was, is] = [old && middle(old.raw), now && middle(now.raw)];
    const first = judge(old, now, about.metric);
    const later = first.verdict === 'worse' ? passesOf(head, about.scenario) : [];
    const condition = cheapened(head, about);
    return {
      scenario: about.scenario,
      scheme: about.scheme,
      metric: about.metric,
      unit: about.unit,
      ...(was !== undefined && { before: was }),
      ...(is !== undefined && { after: is }),
      ...confirmed(
        first,
        later.map((pass) => judge(old, figuresOf(pass).get(name), about.metric)),
      ),
      ...(condition !== undefined && { condition }),
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

/** Of the rounds that count; and why the others do not. */
type Rounds = ReturnType<Pairing['logsOf']>;

/** One metric of one scheme in one run. */
interface Figure extends Pick<Change, 'scenario' | 'scheme' | 'metric' | 'unit'> {
  readonly raw: Rounds;
  /** As a multiple of the bare route in the same round; absent where the run had none. */
  readonly overFloor: Rounds | undefined;
  /** How far identical servers looked apart in the run, as a log ratio; undefined where no control tells. */
  readonly noise: number | undefined;
}

function figuresOf({ samples, comparisons }: Results): ReadonlyMap<string, Figure> {
  const atLoad = samples.filter(isIn('load'));
  const figures = [...new Set(atLoad.map(({ scenario }) => scenario))].flatMap((scenario) => {
    const here = atLoad.filter((sample) => sample.scenario === scenario);
    const { armsOf, logsOf } = pairing(here);
    return [...comparedMetrics.keys()].flatMap((metric) => {
      const arms = armsOf(metric);
      const floor = arms.find(({ arm }) => arm.role === 'floor');
      return arms.filter(isMain).map(
        (side): Figure => ({
          scenario,
          scheme: side.arm.scheme,
          metric,
          unit: here.find((sample) => sample.metric === metric)?.unit ?? '',
          raw: logsOf(metric, side),
          overFloor: floor && logsOf(metric, side, floor),
          noise: noiseBeside(comparisons, scenario, metric),
        }),
      );
    });
  });
  return new Map(figures.map((one) => [JSON.stringify([one.scenario, one.scheme, one.metric]), one]));
}

function noiseBeside(comparisons: Results['comparisons'], scenario: string, metric: string): number | undefined {
  const control = comparisons.find((one) => one.kind === 'a-a' && one.scenario === scenario && one.metric === metric);
  return control && control.verdict !== 'invalid' ? noiseOf(control) : undefined;
}

type Judged = Omit<Change, 'scenario' | 'scheme' | 'metric' | 'unit' | 'before' | 'after' | 'condition'>;

/**
 * Round against round: they are independent, so any pairing is fair, and the same round stands at the same place of
 * both runs. What a whole run was faster or slower by has no spread over its rounds: it is taken out by the bare route
 * of each run, and where that is missing, or tells too little, the interval is wider by it.
 */
function judge(old: Figure | undefined, now: Figure | undefined, metric: string): Judged {
  const none = { ratio: null, ciLow: null, ciHigh: null, rounds: 0 };
  if (!old) return { ...none, verdict: 'added', because: 'only the new run measured it' };
  if (!now) return { ...none, verdict: 'removed', because: 'only the old run measured it' };
  const raw = between(old.raw, now.raw);
  if (raw.length > 0 && raw.every((log) => log === 0))
    return {
      ratio: 1,
      ciLow: 1,
      ciHigh: 1,
      rounds: raw.length,
      verdict: 'equivalent',
      because: 'every round is the same',
    };
  const isControlled = old.noise !== undefined && now.noise !== undefined;
  const both = old.overFloor && now.overFloor ? ([old.overFloor, now.overFloor] as const) : undefined;
  // a bare route that was not measured well, such as one that nothing saturates, hides no change of the scheme
  const floors = both && refuse(...both, isControlled) === undefined ? both : undefined;
  const [before, after] = floors ?? [old.raw, now.raw];
  const logs = between(before, after);
  const refused = refuse(before, after, isControlled);
  const seen = interval(logs, level);
  if (refused || !seen) return { ...none, rounds: logs.length, ...(refused ?? tooFew(logs.length)) };
  const wide = floors ? seen : { low: seen.low - pace, high: seen.high + pace };
  const figures = { ...shown(logs, wide), rounds: logs.length, ...(floors && { raw: rawOf(raw) }) };
  const said = ratio(figures.ratio, figures.ciLow, figures.ciHigh);
  const text = floors
    ? `as a multiple of the bare route, ${said}`
    : `${said}, with the ${percent(mostDrift)} that the machine may have changed its pace by and no bare route tells,`;
  // it must exceed what identical servers differed by in either run
  const noise = Math.max(old.noise ?? 0, now.noise ?? 0);
  return { ...figures, ...verdictOf(text, { seen: wide, noise }, interestIn(metric)) };
}

/** The rules of a run itself: what it would not judge is not judged here. */
function refuse(before: Rounds, after: Rounds, isControlled: boolean): Called | undefined {
  const common = between(before, after).length;
  const lostIn = ({ logs, discarded, disturbed }: Rounds, which: string) =>
    refuseLost(logs.size, discarded, disturbed, ` of the ${which} run`);
  const lost = lostIn(before, 'old') ?? lostIn(after, 'new');
  if (lost !== undefined) return { verdict: 'invalid', because: lost };
  if (common < fewestRounds) return tooFew(common);
  return isControlled
    ? undefined
    : { verdict: 'invalid', because: 'no sound A/A control in both runs tells how far identical servers look apart' };
}

function tooFew(common: number): Called {
  const rounds = common === 1 ? 'round' : 'rounds';
  return {
    verdict: 'inconclusive',
    because: `${common} ${rounds} in common; at least ${fewestRounds} are needed`,
  };
}

function between(before: Rounds, after: Rounds): number[] {
  return [...after.logs].flatMap(([round, log]) => {
    const old = before.logs.get(round);
    return old === undefined ? [] : [log - old];
  });
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
