import { failures } from './failures.ts';
import { passesOf } from './remeasured.ts';
import type { Results } from './results.ts';
import { headline } from './statistics/compare.ts';
import { centre, interval } from './statistics/interval.ts';
import { percent, ratio } from './wording.ts';

type Sample = Results['samples'][number];

/** The interval of a change is of new over old. */
export type RunComparison = NonNullable<Results['baseline']>;
export type Change = RunComparison['changes'][number];

const level = 0.95;
const fewestRounds = 4;

/** What changed from one run to another. Pure; says itself whether the two can be compared at all. */
export function compareRuns(base: Results, head: Results): RunComparison {
  return {
    base: base.run.id,
    head: head.run.id,
    mismatches: mismatches(base, head),
    changes: changes(base, head),
    security: security(base, head),
    claims: head.claims.flatMap(({ id, state, measured }) => {
      const before = base.claims.find((claim) => claim.id === id)?.state;
      return before === undefined || before === state ? [] : [{ id, before, after: state, measured }];
    }),
  };
}

/** Everything that must be the same before two runs say something about each other. */
export function comparability({ methodVersion, run, environment, store, schemes }: Results): Record<string, string> {
  return {
    method: methodVersion,
    profile: run.profile,
    processor: `${environment.cpu}, ${environment.cores} cores`,
    system: environment.os,
    'Node.js': environment.node,
    topology: `${run.topology.cluster}, balancer ${run.topology.balancer}`,
    store: `${store.kind} ${store.version} (${store.provider})`,
    ...Object.fromEntries(schemes.map(({ id, settings }) => [`settings of ${id}`, inOrder(settings)])),
  };
}

function mismatches(base: Results, head: Results): string[] {
  const [before, after] = [comparability(base), comparability(head)];
  // a scheme that only one of them ran is nothing to compare, and no obstacle to comparing the others
  return Object.keys(before)
    .filter((name) => after[name] !== undefined && after[name] !== before[name])
    .map((name) => `${name}: ${before[name]} against ${after[name]}`);
}

function changes(base: Results, head: Results): Change[] {
  const [before, after] = [arms(base), arms(head)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [scenario = '', scheme = '', metric = ''] = JSON.parse(key) as string[];
    const rule = headline[metric];
    const [old, now] = [before.get(key) ?? [], after.get(key) ?? []];
    const unit = (now[0] ?? old[0])?.unit ?? '';
    if (!rule || old.length + now.length === 0) return [];
    const [was, is] = [middle(old), middle(now)];
    const about = {
      ...{ scenario, scheme, metric, unit },
      ...(was !== undefined && { before: was }),
      ...(is !== undefined && { after: is }),
    };
    const noise = Math.max(noiseOf(base, scenario, metric), noiseOf(head, scenario, metric));
    const first = judge(old, now, { ...rule, noise });
    const later = first.verdict === 'worse' ? passesOf(head, scenario) : [];
    return [
      {
        ...about,
        ...confirmed(
          first,
          later.map((pass) => judge(old, arms(pass).get(key) ?? [], { ...rule, noise })),
        ),
      },
    ];
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

/** Valid rounds of the schemes' own arms, by what they measured. */
function arms({ samples }: Results): Map<string, Sample[]> {
  const found = new Map<string, Sample[]>();
  for (const sample of samples) {
    if (!sample.valid || !(sample.value > 0) || (sample.arm !== 'main' && sample.arm !== 'saturation')) continue;
    const key = JSON.stringify([sample.scenario, sample.scheme, sample.metric]);
    found.set(key, [...(found.get(key) ?? []), sample]);
  }
  return found;
}

type Judged = Omit<Change, 'scenario' | 'scheme' | 'metric' | 'unit' | 'before' | 'after'>;

/**
 * Round against round: they are independent, so any pairing is fair, and the same round stands at the same place of
 * both runs. A change must exceed the margin and what identical servers differed by in either run.
 */
function judge(
  old: readonly Sample[],
  now: readonly Sample[],
  { better, margin, noise }: { better: 'lower' | 'higher'; margin: number; noise: number },
): Judged {
  const logs = now.flatMap((mine) => {
    const theirs = old.find(({ round }) => round === mine.round);
    return theirs ? [Math.log(mine.value / theirs.value)] : [];
  });
  const none = { ratio: null, ciLow: null, ciHigh: null, rounds: logs.length };
  if (old.length === 0) return { ...none, verdict: 'added', because: 'only the new run measured it' };
  if (now.length === 0) return { ...none, verdict: 'removed', because: 'only the old run measured it' };
  if (logs.length > 0 && logs.every((log) => log === 0))
    return {
      ratio: 1,
      ciLow: 1,
      ciHigh: 1,
      rounds: logs.length,
      verdict: 'equivalent',
      because: 'every round is the same',
    };
  const seen = logs.length < fewestRounds ? undefined : interval(logs, level);
  if (!seen)
    return {
      ...none,
      verdict: 'inconclusive',
      because: `${logs.length} ${logs.length === 1 ? 'round' : 'rounds'} in common; at least ${fewestRounds} are needed`,
    };
  const figures = {
    ratio: factor(centre(logs)),
    ciLow: factor(seen.low),
    ciHigh: factor(seen.high),
    rounds: logs.length,
  };
  const text = ratio(figures.ratio, figures.ciLow, figures.ciHigh);
  const inside = Math.log1p(margin);
  const bar = Math.max(inside, noise);
  const beyond = (bound: number) => seen.low > bound || seen.high < -bound;
  if (beyond(bar)) {
    const verdict = seen.high < 0 === (better === 'lower') ? 'better' : 'worse';
    return { ...figures, verdict, because: `${text} lies wholly beyond ${percent(Math.expm1(bar))}` };
  }
  if (seen.low > -inside && seen.high < inside)
    return { ...figures, verdict: 'equivalent', because: `${text} lies inside the margin of ${percent(margin)}` };
  if (beyond(0) && noise <= inside)
    return {
      ...figures,
      verdict: 'small',
      because: `${text} excludes 1 but reaches into the margin of ${percent(margin)}`,
    };
  return {
    ...figures,
    verdict: 'inconclusive',
    because: `${text} is neither beyond ${percent(Math.expm1(bar))} nor inside ${percent(margin)}`,
  };
}

/** How far identical servers looked apart in a run, as a log ratio; 0 where it had no such control. */
function noiseOf({ comparisons }: Results, scenario: string, metric: string): number {
  const control = comparisons.find((one) => one.kind === 'a-a' && one.scenario === scenario && one.metric === metric);
  return control?.ciLow && control.ciHigh ? Math.max(-Math.log(control.ciLow), Math.log(control.ciHigh)) : 0;
}

function security(base: Results, head: Results): RunComparison['security'] {
  const [before, after] = [failures(base), failures(head)];
  const sentences = (names: readonly string[], from: ReadonlyMap<string, string>) =>
    names.map((name) => from.get(name) ?? name);
  const names = (from: ReadonlyMap<string, string>, inOther: boolean, other: ReadonlyMap<string, string>) =>
    [...from.keys()].filter((name) => other.has(name) === inOther);
  // what has no verdict any more is not mended
  const gone = names(before, false, after);
  const judged = new Set(
    head.attacks.filter(({ asExpected }) => asExpected === true).map(({ id, scheme }) => `${id} on ${scheme}`),
  );
  const squares = new Set(
    head.scaling
      .filter(({ valid }) => valid)
      .map((row) => `${row.scenario} on ${row.scheme}, ${row.mode} × ${row.instances}`),
  );
  const mended = gone.filter((name) => judged.has(name) || squares.has(name));
  const silent = gone
    .filter((name) => !mended.includes(name))
    .map((name) => `${name}: failed before, and has no verdict now`);
  return {
    fresh: sentences(names(after, false, before), after),
    fixed: sentences(mended, before),
    open: [...sentences(names(after, true, before), after), ...silent],
  };
}

function middle(samples: readonly Sample[]): number | undefined {
  if (samples.length === 0) return undefined;
  return Number(Math.exp(centre(samples.map(({ value }) => Math.log(value)))).toPrecision(6));
}

/** Six digits: the last bits of exp() are not the same everywhere, and equal runs must give equal bytes. */
function factor(log: number): number {
  return Number(Math.exp(log).toPrecision(6));
}

function inOrder(settings: Readonly<Record<string, string | number>>): string {
  return Object.entries(settings)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
