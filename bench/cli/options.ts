import type { Results } from '../../reports/results/results.ts';
import { assertControlUrl } from '../agents/control.ts';
import { balancers, clusters } from '../cluster/deployment.ts';
import { BenchError } from '../errors.ts';
import type { Everything } from '../plan/catalogue.ts';
import { createPlan, type Plan, type Suite, suites } from '../plan/plan.ts';
import type { Profile } from '../plan/profiles.ts';
import { profiles } from '../plan/profiles.ts';
import { begunIn, withCounts, withRounds } from '../plan/rounds.ts';
import { withSlo } from '../plan/slo-option.ts';
import { withTimeFor } from '../plan/time-for-cells.ts';
import type { RunFlags } from '../run/flags.ts';
import { gates, type RunOptions } from '../run/options.ts';
import { assertStoreOption } from '../store/open-store.ts';
import type { ExternalTarget } from '../targets/external/external-target.ts';
import { readDecisionMargin } from './decision-margin.ts';
import { flagProblems } from './flag-problems.ts';
import { createFlagReader, type FlagReader, named } from './flag-reader.ts';

const uis = ['auto', 'live', 'lines', 'json', 'silent'] as const;

/**
 * Checks every flag before anything starts.
 * @throws BenchError AB-E001 that names every problem at once, AB-E002 or AB-E003 of a store.
 */
export function readOptions(
  flags: RunFlags,
  all: Everything,
  resume?: Results,
  targets: readonly ExternalTarget[] = [],
): RunOptions {
  const read = createFlagReader();
  const options: Omit<RunOptions, 'asked'> = { ...chosen(flags, all, targets, read), ...(resume && { resume }) };
  const problems = [...read.problems, ...flagProblems(flags, options, all)];
  if (problems.length > 0) throw new BenchError('AB-E001', problems.join('\n       '));
  assertStoreOption(options.store, options.allowRemote);
  if (options.agents) assertControlUrl(options.agents.control);
  const decisionMargin = flags.decisionMargin === undefined ? undefined : readDecisionMargin(flags.decisionMargin);
  const { profile, asked } = withNumbers(flags, options);
  return {
    ...options,
    ...(typeof decisionMargin === 'number' && { decisionMargin }),
    profile: withTimeFor(
      profile,
      planOn(options.schemes, options, all),
      planOn(usualSchemes(profile, all), options, all),
    ),
    asked,
  };
}

function planOn(ids: readonly string[], options: Omit<RunOptions, 'asked'>, all: Everything): Plan {
  const schemes = [...all.schemes, ...all.variants].filter(({ id }) => ids.includes(id));
  return createPlan({ ...all, schemes, targets: [] }, options.profile, options);
}

/** Those that are run where none is named. */
function usualSchemes({ variants }: Profile, all: Everything): string[] {
  return [...all.schemes, ...(variants ? all.variants : [])].map(({ id }) => id);
}

/** What says something about a server that is not ours; primitives, faults and scaling are about those that are. */
const ofTargets: readonly Suite[] = ['security', 'load'];

function chosen(
  flags: RunFlags,
  all: Everything,
  targets: readonly ExternalTarget[],
  read: FlagReader,
): Omit<RunOptions, 'asked' | 'resume'> {
  const scenarioIds = [
    ...all.attacks,
    ...all.scaling,
    ...all.faults,
    ...all.lifecycle,
    ...all.load,
    ...all.demand,
    ...all.scaleOut,
    ...all.micro,
    ...all.variations,
  ].map(({ id }) => id);
  const profile = profiles[read.one('profile', flags.profile, Object.keys(profiles) as Profile['id'][])];
  return {
    profile,
    // whoever names targets asks about them, and about those schemes that are named beside them
    schemes:
      targets.length > 0 && flags.schemes === undefined
        ? []
        : read.choose(
            'schemes',
            flags.schemes ?? usualSchemes(profile, all).join(','),
            [...all.schemes, ...all.variants].map(({ id }) => id),
          ),
    suites: read.choose(
      'suite',
      flags.suite ?? (targets.length > 0 && flags.schemes === undefined ? ofTargets.join(',') : undefined),
      flags.cluster === 'compose' ? suites.filter((suite) => suite !== 'load' && suite !== 'sensitivity') : suites,
    ),
    scenarios: flags.scenario === undefined ? [] : read.choose('scenario', flags.scenario, scenarioIds),
    seed: flags.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(flags.seed),
    out: flags.out,
    formats: read.choose(
      'formats',
      flags.formats,
      all.formats.map(({ id }) => id),
    ),
    store: flags.store,
    allowRemote: flags.allowRemote,
    targets,
    // found when all flags are known to be good
    runtimes: [],
    browser: flags.browser,
    cluster: read.one('cluster', flags.cluster, clusters),
    balancer: read.one('balancer', flags.balancer, balancers),
    ...agentsOf(flags),
    ui: read.one('ui', flags.ui, uis),
    failOn: read.choose('fail-on', flags.failOn, gates),
    confirm: Number(flags.confirm),
  };
}

function agentsOf({ agents: control, expect, reach }: RunFlags): Pick<RunOptions, 'agents'> {
  if (control === undefined) return {};
  return { agents: { control, ...(expect !== undefined && { expect: Number(expect) }), ...(reach && { reach }) } };
}

/** The profile with what was asked for by number, now or when the run was begun; and all that a run goes on with. */
function withNumbers(
  { rounds, slo, node }: RunFlags,
  { profile: plain, resume, schemes, cluster, balancer }: Omit<RunOptions, 'asked'>,
): Pick<RunOptions, 'profile' | 'asked'> {
  const sought = slo === undefined ? plain : withSlo(plain, slo);
  const { rounds: before } = resume?.run.options ?? {};
  const base = typeof sought === 'object' ? sought : plain;
  const profile =
    rounds !== undefined
      ? withRounds(base, rounds, begunIn(resume ?? { samples: [] }))
      : before
        ? withCounts(base, before)
        : base;
  const { load, sensitivity, slo: objective } = profile;
  const asked = {
    schemes: [...schemes],
    cluster,
    balancer,
    ...(node !== undefined && { node: named(node) }),
    ...((rounds !== undefined || before) && { rounds: { load: load.rounds, sensitivity: sensitivity.alone } }),
    ...(slo !== undefined && objective && { sloP99Ms: objective.p99Ms }),
  };
  return { profile, asked };
}
