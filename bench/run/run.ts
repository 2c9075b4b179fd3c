import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { mismatches } from '../../reports/comparison/compare-runs.ts';
import type { Results } from '../../reports/results/results.ts';
import { seedAccounts } from '../../servers/accounts/seed.ts';
import { planLaunches, usersNeeded } from '../attacks/launches.ts';
import { inPlanOrder } from '../cells/plan-order.ts';
import { clock, type Progress } from '../cells/progress.ts';
import { createResultsBuilder, type ResultsBuilder } from '../cells/results-builder.ts';
import type { RunnerParts, Stop } from '../cells/run-cell.ts';
import { coresOf, coresText, findCores } from '../cluster/cores.ts';
import { openSite } from '../cluster/site.ts';
import { chromiumAt } from '../driver/chromium.ts';
import { BenchError, errorLine } from '../errors.ts';
import { findBrowser } from '../machine/browser.ts';
import { guarded } from '../machine/guard.ts';
import { createRandom } from '../machine/random.ts';
import type { Everything } from '../plan/catalogue.ts';
import { countCells, createPlan, type Plan } from '../plan/plan.ts';
import type { Profile } from '../plan/profiles.ts';
import { runtimeVariation } from '../plan/runtime-variations.ts';
import { type AcceptanceCriteria, held } from '../runs/acceptance-criteria.ts';
import { remember } from '../runs/history.ts';
import { createRunFolder, type RunFolder } from '../runs/run-folder.ts';
import { openStores } from '../store/worker-stores.ts';
import { benchSettings } from '../targets/own/bench-settings.ts';
import { seedUsers } from '../targets/own/users.ts';
import type { RunContext } from '../targets/run-context.ts';
import type { Target } from '../targets/target.ts';
import { blankResults } from './blank-results.ts';
import { conditions } from './conditions.ts';
import { confirmBreaches } from './confirm.ts';
import { type ExitReason, exitCodes, stoppedBy } from './exit-codes.ts';
import { judgeGates } from './gates.ts';
import { openTargets } from './open-targets.ts';
import type { RunOptions } from './options.ts';
import { continued, unfinished, withoutCut } from './resume.ts';
import { runPlan } from './runner.ts';
import { finishMs, mostMs, overtime, type RunStop } from './stop.ts';
import { StrayFailure } from './stray-failure.ts';

/** Scaling scenarios sign in a population of them. */
const leastUsers = 60;

export interface Finished {
  readonly results: Results;
  readonly folder: RunFolder;
  readonly reason: ExitReason;
}

/** The main job, top to bottom: plan, context, cells, analysis, report. */
export async function run(
  options: RunOptions,
  all: Everything,
  command: string,
  progress: Progress,
  /** Absent where a run is a means: then it is held against nothing, and not remembered. */
  criteria: AcceptanceCriteria | undefined,
  stop: RunStop,
): Promise<Finished> {
  const { profile, seed } = options;
  using _limit = stop.within(mostMs(profile));
  stop.soft.addEventListener('abort', () =>
    progress.say(`stopped    what does not end by itself is cut in ${finishMs / 1_000} s`),
  );
  const deadline = performance.now() + profile.maxMs;
  const named = (scheme: Target) => options.schemes.includes(scheme.id);
  const schemes = [...all.schemes, ...all.variants].filter(named);
  const variants = all.variants.filter((scheme) => !named(scheme));
  const { resume } = options;
  const reference = [...all.schemes, ...all.variants];
  const variations = [...all.variations, ...options.runtimes.map(runtimeVariation)];
  const planOf = (targets: readonly Target[]) =>
    createPlan({ ...all, variations, schemes, variants, targets, reference }, profile, options);
  if (!resume && options.targets.length === 0 && countCells(planOf([]), 1) === 0)
    throw new BenchError(
      'AB-E001',
      'nothing is left to measure: no such scenario is in these suites for these schemes',
    );
  const startedAt = new Date();
  const id = `${startedAt.toISOString().replace(/[-:]|\.\d+/g, '')}-${randomBytes(3).toString('hex')}`;
  await using folder = await createRunFolder(resolve(options.out ?? join('reports', 'runs', id)));
  // made by its guard: a folder of ours would outlive a kill between the two
  const temporary = join(tmpdir(), `authbench-${id}`);
  await using _ = await guarded(undefined, [], { folder: temporary });
  const executable = options.browser ?? (await findBrowser());
  await using browser = executable
    ? chromiumAt(executable, join(tmpdir(), `authbench-${id}-browser`), stop.hard)
    : undefined;
  await using site = await openSite(options, stop.hard, (text) => progress.say(text));
  const workers = Math.max(profile.attacks.workers, profile.scaling.workers, profile.faults.workers);
  await using stores = await openStores(options.store, workers, site.store, {
    signal: stop.hard,
    log: (text) => progress.say(text),
    ...(options.allowRemote && { allowRemote: options.allowRemote }),
  });
  // where they are cut, there is something to report
  await using targets = await openTargets(
    options.targets,
    all.properties,
    { logFolder: folder.logs, random: createRandom(seed), effort: profile.id, signal: stop.hard, env: process.env },
    ({ result, outcome, ms }) => progress.cellDone(`${result.id}/${result.scheme}`, outcome.state, outcome.summary, ms),
    stop.soft,
  );
  const whole = planOf(targets.all);
  const plan = resume ? unfinished(whole, resume) : whole;
  const [store] = stores;

  progress.say(
    `store      ${store.kind} ${store.version} (${store.provider})${store.caveat ? `: ${store.caveat}` : ''}`,
  );
  announce(plan, options, progress);

  // whoever brings servers of their own runs them where they like, and all have to have the same
  const cores = targets.all.length > 0 ? 'not all servers are ours to place' : await findCores(profile.load.instances);
  const needed = Math.max(profile.load.users, leastUsers, usersNeeded(planLaunches(plan.attacks, all.weaknesses)));
  const accounts = await seedUsers(join(temporary, 'accounts.jsonl'), needed, String(seed));
  const context: Omit<RunContext, 'store'> = {
    folder: temporary,
    logFolder: folder.logs,
    accounts,
    settings: benchSettings,
    clusters: site.clusters,
    mayKillStore: store.provider !== 'url',
    seed,
    effort: profile.id,
    signal: stop.hard,
    ...(typeof cores !== 'string' && { cores }),
    ...(browser && { browser }),
  };
  const notes = [
    ...conditions(plan, options, all, targets.all),
    ...(whole.loadRounds.length > 0 ? [coresText(cores, store)] : []),
  ];
  const about = {
    ...{ id, startedAt, command, notes, store, site },
    ...(typeof cores !== 'string' && { cores: coresOf(cores) }),
  };
  const facts = () => (options.targets.length > 0 ? { targets: targets.facts(resume?.targets) } : {});
  const fresh = { ...(await blankResults(about, options, targets.all, { ...all, variations })), ...facts() };
  const continuing = `Continued at ${startedAt.toISOString()} by ${command}.`;
  const { decisionMargin } = options;
  const start = {
    ...(resume ? continued(withoutCut(resume, plan), fresh, continuing) : fresh),
    ...(decisionMargin !== undefined && { decisionMargin }),
  };
  const builder = createResultsBuilder(start, all.claims, inPlanOrder(whole), folder, (error) =>
    progress.say(`not saved  ${errorLine(error)}; the run goes on, and tries again with the next cell`),
  );
  if (resume) await folder.passOnLatest().catch((error) => progress.say(`latest     not moved: ${errorLine(error)}`));
  await builder.add(targets.found);
  const baseline = criteria?.baseline;
  const comparable = baseline && mismatches(baseline, builder.results()).length === 0;
  const parts: RunnerParts = {
    ...{ ...options, ...all, schemes, deadline, context, stores, builder, progress, stop },
    ...(comparable && { baseline }),
    accountsAt: (path, passwordCost) => seedAccounts(path, { users: needed, seed: String(seed), passwordCost }),
  };
  const measureAll = async () => {
    await runPlan(plan, parts);
    if (criteria) await confirmBreaches({ ...options, scenarios: all.load, criteria, passes: options.confirm }, parts);
  };
  await measureAll().catch((error) => {
    if (!stop.hard.aborted && error !== stop.soft.reason) throw error;
  });
  if (stop.soft.reason instanceof StrayFailure) progress.say(`stopped    ${stop.soft.reason.message}`);
  const before = builder.results().attacks.map(({ id, scheme }) => `${id}/${scheme}`);
  // a run that is gone on with has said so already
  await builder.add({ attacks: targets.deaths().filter(({ id, scheme }) => !before.includes(`${id}/${scheme}`)) });
  const finished = await finish(builder, facts(), folder, options, all, criteria, stop);
  if (finished.results.run.state === 'complete')
    await folder.makeLatest().catch((error) => progress.say(`latest     not moved: ${errorLine(error)}`));
  return finished;
}

async function finish(
  builder: ResultsBuilder,
  facts: Pick<Results, 'targets'>,
  folder: RunFolder,
  options: RunOptions,
  all: Everything,
  criteria: AcceptanceCriteria | undefined,
  { soft }: Stop,
): Promise<Finished> {
  const interrupted: ExitReason[] = soft.aborted ? [stoppedBy(soft)] : [];
  const early =
    soft.reason === overtime
      ? [`the run was stopped after ${clock(mostMs(options.profile))} min, the most that it may take`]
      : soft.reason instanceof StrayFailure
        ? [soft.reason.message]
        : [];
  const state = soft.aborted ? 'incomplete' : 'complete';
  const ended = { ...builder.results({ finishedAt: new Date().toISOString(), state }), ...facts };
  const measured = criteria === undefined ? ended : held(ended, criteria);
  const besides = { also: interrupted, baselineNamed: criteria?.baselineNamed ?? false };
  const { reason, because } = judgeGates(measured, options.failOn, besides);
  const results: Results = {
    ...measured,
    run: { ...measured.run, exit: { code: exitCodes[reason].code, reasons: [...early, ...because] } },
    ...(criteria && { history: await remember(measured) }),
  };
  await folder.publish(
    results,
    all.formats.filter(({ id }) => id === 'json' || options.formats.includes(id)),
  );
  return { results, folder, reason };
}

function limits(profile: Profile): string {
  const most = mostMs(profile);
  return `about ${clock(profile.maxMs)} min${Number.isFinite(most) ? `, ${clock(most)} at most` : ''}`;
}

function announce(plan: Plan, { profile, seed, schemes, targets, runtimes }: RunOptions, progress: Progress): void {
  const cells = countCells(plan, 1);
  progress.say(`profile    ${profile.id}: ${profile.title}; seed ${seed}`);
  progress.say(`schemes    ${[...schemes, ...targets.map(({ id }) => id)].join(', ')}`);
  if (runtimes.length > 0)
    progress.say(
      `node       servers on ${runtimes.map(({ node }) => node).join(', ')} beside ${process.versions.node}, in the same rounds`,
    );
  progress.say(
    `plan       ${plan.attacks.length} attack cells, ${plan.scaling.length} scaling cells, ${plan.faults.length} faults, ${plan.lifecycle.length} lifecycle cells, ${plan.micro.length} primitives, ` +
      `${plan.loadRounds.length > 0 ? `up to ${profile.load.rounds} load rounds` : 'no load'}; ${limits(profile)}`,
  );
  progress.begin(cells, profile.maxMs);
}
