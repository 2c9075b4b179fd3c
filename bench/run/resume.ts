import type { AnalysedParts } from '../../reports/analysis/analyse.ts';
import { comparability } from '../../reports/comparison/compare-runs.ts';
import { type Arm, armKey } from '../../reports/results/arm.ts';
import { evidenceId } from '../../reports/results/cell.ts';
import type { Results } from '../../reports/results/results.ts';
import { BenchError } from '../errors.ts';
import type { Plan } from '../plan/plan.ts';
import type { LoadCell } from '../plan/plan-load.ts';
import { begunIn } from '../plan/rounds.ts';
import type { RunFlags } from './flags.ts';

type Recorded = Omit<Results, AnalysedParts>;

/** What a continued run takes from the one it continues, and nobody else may say. */
const inherited = [
  'profile',
  'schemes',
  'suite',
  'scenario',
  'seed',
  'slo',
  'node',
  'out',
  'cluster',
  'balancer',
] as const;

/**
 * The flags that the stored run was started with. Descriptions of targets are named again, since a run keeps none.
 * @throws BenchError AB-E001 when one of them is given again, or the targets are not those of the run
 */
export function flagsOf(
  { run, store, targets = [] }: Results,
  path: string,
  flags: RunFlags,
  args: readonly string[],
  named: readonly string[] = [],
): RunFlags {
  const again = inherited.filter((flag) => args.some((arg) => arg === `--${flag}` || arg.startsWith(`--${flag}=`)));
  if (again.length > 0)
    throw new BenchError(
      'AB-E001',
      `--resume goes on as the run was begun; leave out ${again.map((flag) => `--${flag}`).join(', ')}`,
    );
  const theirs = targets.map(({ scheme }) => scheme);
  const missing = theirs.filter((name) => !named.includes(name));
  if (missing.length > 0)
    throw new BenchError(
      'AB-E001',
      `the run has ${missing.join(', ')}: name the description again, with --target FILE`,
    );
  const strange = named.filter((name) => !theirs.includes(name));
  if (strange.length > 0) throw new BenchError('AB-E001', `--target ${strange.join(', ')} is not in the run`);
  const { schemes: _, node: __, ...rest } = flags;
  const { scenarios = [], options } = run;
  const { schemes, cluster, balancer, node, sloP99Ms } = options;
  const saysStore = args.some((arg) => arg === '--store' || arg.startsWith('--store='));
  return {
    ...rest,
    profile: run.profile,
    ...(schemes.length > 0 && { schemes: schemes.join(',') }),
    suite: run.suites.join(','),
    seed: String(run.seed),
    out: path,
    cluster,
    balancer,
    ...(node && { node: node.join(',') }),
    ...(sloP99Ms !== undefined && { slo: `${sloP99Ms}ms` }),
    // an address is not kept, for it may hold a password
    ...(!saysStore && flags.store === 'auto' && store.provider !== 'url' && { store: store.provider }),
    ...(scenarios.length > 0 && { scenario: scenarios.join(',') }),
  };
}

/**
 * What is left to do. What was cut is not patched, for its arms would lie apart in time: a load of the last round, or a round
 * of the rate sweep, of demand or of the scale-out curve, is measured anew with all its arms (`withoutCut`). Loads that
 * the last round had not come to follow in it.
 */
export function unfinished(plan: Plan, { cells, samples, run }: Pick<Results, 'cells' | 'samples' | 'run'>): Plan {
  const done = new Set(cells.map(({ id }) => id));
  const begun = begunIn({ samples });
  const left = <T extends { readonly id: string }>(planned: readonly T[]) => planned.filter(({ id }) => !done.has(id));
  const begunAnew = <T extends { readonly id: string }>(rounds: readonly (readonly T[])[]) =>
    rounds.filter((round) => left(round).length > 0);
  const whole = run.state === 'complete';
  const after = <T extends LoadCell>(rounds: readonly (readonly T[])[], last: number) =>
    rounds.flatMap((round) => {
      const number = round[0]?.round ?? 0;
      if (number > last) return [round];
      const cut =
        number < last || whole ? [] : round.filter(({ scenario }) => left(ofLoad(round, scenario)).length > 0);
      return cut.length > 0 ? [cut] : [];
    });
  return {
    attacks: left(plan.attacks),
    scaling: left(plan.scaling),
    faults: left(plan.faults),
    lifecycle: left(plan.lifecycle),
    micro: left(plan.micro),
    searches: left(plan.searches),
    rateSweep: begunAnew(plan.rateSweep),
    demand: begunAnew(plan.demand),
    scaleOut: begunAnew(plan.scaleOut),
    loadRounds: after(plan.loadRounds, begun.load),
    sensitivity: after(plan.sensitivity, begun.sensitivity),
  };
}

function ofLoad<T extends LoadCell>(round: readonly T[], scenario: LoadCell['scenario']): T[] {
  return round.filter((cell) => cell.scenario === scenario);
}

/**
 * The stored run without what will be measured anew: the arms that were done of a round before it was cut, and, where it was
 * cut at all, what it measured again of a breach. A pass of too few rounds would only make that undecided.
 */
export function withoutCut(stored: Results, { loadRounds, sensitivity, rateSweep, demand, scaleOut }: Plan): Results {
  const loads = [...loadRounds.flat(), ...sensitivity.flat(), ...rateSweep.flat()];
  const again = [...loads, ...demand.flat(), ...scaleOut.flat()];
  const ids = new Set(again.map(({ id }) => id));
  const evidence = new Set(again.map(({ facts }) => evidenceId(facts)));
  const isKept = (row: { readonly evidence: string }) => !evidence.has(row.evidence);
  // one cell of a rate sweep has all of its rates
  const key = (scenario: string, { rate: _, ...arm }: Arm, round: number) =>
    JSON.stringify([scenario, armKey(arm), round]);
  const isOfPass = (arm: Arm | undefined) => stored.run.state !== 'complete' && arm?.group === 'confirmation';
  const arms = new Set(loads.map(({ scenario, arm, round }) => key(scenario.id, arm, round)));
  return {
    ...stored,
    cells: stored.cells.filter(({ id, arm }) => !ids.has(id) && !isOfPass(arm)),
    samples: stored.samples.filter(
      ({ scenario, arm, round }) => !arms.has(key(scenario, arm, round)) && !isOfPass(arm),
    ),
    ...(stored.demand && { demand: stored.demand.filter(isKept) }),
    ...(stored.scaleOut && { scaleOut: stored.scaleOut.filter(isKept) }),
    evidence: stored.evidence.filter(({ id, cell }) => !evidence.has(id) && !isOfPass(cell.arm)),
  };
}

/**
 * The stored run, to be gone on with. @param now what a new run would record here.
 * @throws BenchError AB-E006 when figures of the two must not be set side by side.
 */
export function continued(stored: Results, now: Recorded, note: string): Recorded {
  const [before, after] = [context(stored), context({ ...stored, ...now })];
  const differs = Object.keys(before).filter((name) => before[name] !== after[name]);
  if (differs.length > 0)
    throw new BenchError(
      'AB-E006',
      `${stored.run.id} cannot be continued here:\n       ${differs.map((name) => `${name}: ${before[name]} then, ${after[name]} now`).join('\n       ')}`,
      { fix: 'start a new run' },
    );
  const run = {
    ...stored.run,
    options: now.run.options,
    state: 'incomplete' as const,
    finishedAt: null,
    notes: [...stored.run.notes, note],
  };
  return { ...now, ...withoutFindings(stored), run };
}

function context(results: Results): Record<string, string> {
  const { targets = [], environment } = results;
  const { runtimes } = environment;
  return {
    ...comparability(results),
    ...(runtimes && { 'Node.js of --node': runtimes.map(({ node }) => node).join(', ') }),
    ...Object.fromEntries(targets.map(({ scheme, origin }) => [`origin of ${scheme}`, origin])),
  };
}

/** What targets are is found out whenever a run goes on: they may have changed since. */
function withoutFindings({
  targets: _t,
  schemes: _s,
  properties: _p,
  ...stored
}: Results): Omit<Results, 'targets' | 'schemes' | 'properties'> {
  return {
    ...stored,
    cells: stored.cells.filter(({ kind }) => kind !== 'property'),
    evidence: stored.evidence.filter(({ cell }) => cell.kind !== 'property'),
  };
}
