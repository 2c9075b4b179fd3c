import { failures } from '../analysis/failures.ts';
import { isMain } from '../results/arm.ts';
import type { Results } from '../results/results.ts';
import { figure } from '../text/wording.ts';
import { answerChanges } from './answer-changes.ts';
import { changesOf } from './change.ts';

/** The interval of a change is of new over old. */
export type RunComparison = NonNullable<Results['baseline']>;

/** What changed from one run to another. Pure; says itself whether the two can be compared at all. */
export function compareRuns(base: Results, head: Results): RunComparison {
  return {
    base: base.run.id,
    head: head.run.id,
    mismatches: mismatches(base, head),
    changes: [...answerChanges(base, head), ...changesOf(base, head)],
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
    load: run.topology.load ?? 'from the machine of the bench',
    servers: run.topology.servers ?? 'on the machine of the bench',
    cores: run.topology.cores ?? 'shared by all',
    store: `${store.kind} ${store.version} (${store.provider})`,
    ...Object.fromEntries(schemes.map(({ id, settings }) => [`settings of ${id}`, inOrder(settings)])),
  };
}

/** Why two runs say nothing about each other; empty where they do. */
export function mismatches(base: Results, head: Results): string[] {
  const [before, after] = [comparability(base), comparability(head)];
  // a scheme that only one of them ran is nothing to compare, and no reason not to compare the others
  const unlike = Object.keys(before)
    .filter((name) => after[name] !== undefined && after[name] !== before[name])
    .map((name) => `${name}: ${before[name]} against ${after[name]}`);
  return [...unlike, ...unlikeRates(base, head)];
}

/** The rate changes what a request costs: two runs that offered unlike ones were not asked the same. */
function unlikeRates(base: Results, head: Results): string[] {
  const [before, after] = [offeredRates(base), offeredRates(head)];
  return [...before].flatMap(([scenario, old]) => {
    const now = after.get(scenario);
    if (now === undefined || Math.abs(Math.log(now / old)) <= Math.log1p(mostRateApart)) return [];
    return [
      `offered rate of ${scenario}: ${figure(old)}/s against ${figure(now)}/s; a run with --baseline offers the rates of its baseline`,
    ];
  });
}

const mostRateApart = 0.05;

/** What was offered to every arm of each scenario of load, per second. */
function offeredRates({ samples }: Pick<Results, 'samples'>): Map<string, number> {
  return new Map(
    samples
      .filter((one) => one.metric === 'rate.offered' && isMain(one))
      .map(({ scenario, value }) => [scenario, value]),
  );
}

function security(base: Results, head: Results): RunComparison['security'] {
  const [before, after] = [failures(base), failures(head)];
  const sentences = (names: readonly string[], from: ReadonlyMap<string, string>) =>
    names.map((name) => from.get(name) ?? name);
  const names = (from: ReadonlyMap<string, string>, inOther: boolean, other: ReadonlyMap<string, string>) =>
    [...from.keys()].filter((name) => other.has(name) === inOther);
  // what has no verdict any more is not fixed
  const gone = names(before, false, after);
  const judged = new Set(head.attacks.filter(({ asExpected }) => asExpected === true).map(nameOf));
  const squares = new Set(
    head.scaling
      .filter(({ valid }) => valid)
      .map((row) => `${row.scenario} on ${row.scheme}, ${row.mode} × ${row.instances}`),
  );
  const fixed = gone.filter((name) => judged.has(name) || squares.has(name));
  const silent = gone
    .filter((name) => !fixed.includes(name))
    .map((name) => `${name}: failed before, and has no verdict now`);
  const unjudged = head.attacks.filter(
    ({ asExpected, outcome }) => asExpected === null && outcome !== 'not-applicable',
  );
  const held = new Set(base.attacks.filter(({ asExpected }) => asExpected === true).map(nameOf));
  const unheld = unjudged.filter((attack) => held.has(nameOf(attack)));
  return {
    fresh: sentences(names(after, false, before), after),
    fixed: sentences(fixed, before),
    open: [
      ...sentences(names(after, true, before), after),
      ...silent,
      ...unheld.map((attack) => `${nameOf(attack)}: as required before, and ${attack.outcome} now`),
    ],
  };
}

function nameOf({ id, scheme }: Results['attacks'][number]): string {
  return `${id} on ${scheme}`;
}

function inOrder(settings: Readonly<Record<string, string | number>>): string {
  return Object.entries(settings)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
