import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { failedOf } from '../../reports/analysis/failures.ts';
import { mismatches } from '../../reports/comparison/compare-runs.ts';
import { seedAccounts } from '../../servers/accounts/seed.ts';
import { type Agents, openAgents } from '../agents/open-agents.ts';
import { planLaunches, usersNeeded } from '../attacks/launches.ts';
import type { RunnerParts, Stop } from '../cells/run-cell.ts';
import { type Cores, findCores } from '../cluster/cores.ts';
import { openDeployment } from '../cluster/deployment.ts';
import { type Chromium, chromiumAt } from '../driver/chromium.ts';
import type { LoadParts } from '../load/load-parts.ts';
import { findBrowser } from '../machine/browser.ts';
import { guarded } from '../machine/guard.ts';
import { createRandom } from '../machine/random.ts';
import type { Plan } from '../plan/plan.ts';
import type { Profile } from '../plan/profiles.ts';
import { createRunFolder } from '../runs/run-folder.ts';
import { runsFolder } from '../runs/stored-runs.ts';
import { openStores } from '../store/worker-stores.ts';
import { benchSettings } from '../targets/own/bench-settings.ts';
import { seedUsers } from '../targets/own/users.ts';
import type { RunContext } from '../targets/run-context.ts';
import { announce } from './announce.ts';
import { beginResults, targetFacts } from './begin-results.ts';
import { confirmBreaches } from './confirm.ts';
import { type Finished, finishRun } from './finish-run.ts';
import { type OpenTargets, openTargets } from './open-targets.ts';
import type { RunOptions } from './options.ts';
import { unfinished } from './resume.ts';
import type { RunRequest } from './run-request.ts';
import { scopeOf } from './run-scope.ts';
import { runPlan } from './runner.ts';
import { finishMs, mostMs } from './stop.ts';
import { StrayFailure } from './stray-failure.ts';

/** Scaling scenarios sign in a population of them. */
const leastUsers = 60;

/** The main job, top to bottom: plan, context, cells, analysis, report. */
export async function run(request: RunRequest): Promise<Finished> {
  const { options, all, progress, stop } = request;
  const { profile, seed, resume } = options;
  using _limit = stop.within(mostMs(profile));
  stop.soft.addEventListener('abort', () =>
    progress.say(`stopped    what does not end by itself is cut in ${finishMs / 1_000} s`),
  );
  const deadline = performance.now() + profile.maxMs;
  const { schemes, variations, planOf } = scopeOf(options, all);
  const startedAt = new Date();
  const id = `${startedAt.toISOString().replace(/[-:]|\.\d+/g, '')}-${randomBytes(3).toString('hex')}`;
  await using folder = await createRunFolder(resolve(options.out ?? join(runsFolder, id)));
  // made by its guard: a folder of ours would outlive a kill between the two
  const temporary = join(tmpdir(), `authbench-${id}`);
  await using _ = await guarded(undefined, [], { folder: temporary });
  await using browser = await chromiumOf(options, `${temporary}-browser`, stop.hard);
  const log = (text: string) => progress.say(text);
  await using deployment = await openDeployment(options, stop.hard, log);
  const workers = Math.max(profile.attacks.workers, profile.scaling.workers, profile.faults.workers);
  await using stores = await openStores(options.store, workers, deployment.store, {
    signal: stop.hard,
    log,
    ...(options.allowRemote && { allowRemote: options.allowRemote }),
  });
  // where they are cut, there is something to report
  await using targets = await openTargets(
    options.targets,
    all.properties,
    {
      logFolder: folder.logs,
      random: createRandom(seed),
      effort: profile.id,
      signal: stop.hard,
      env: process.env,
      ...(browser && { browser }),
    },
    ({ result, outcome: { part, state, summary }, ms: durationMs }) =>
      progress.cellDone({ id: `${result.id}/${result.scheme}`, state, summary, durationMs, failed: failedOf(part) }),
    stop.soft,
  );
  const loaded = Math.max(profile.load.users, leastUsers);
  const asksStore = schemes.some(({ traits }) => traits.store !== 'never');
  const whose = { run: id, seed, users: loaded, stores, asksStore, say: log, signal: stop.hard };
  await using agents = options.agents ? await openAgents(options.agents, whose) : undefined;
  const whole = planOf(targets.all, agents);
  const plan = resume ? unfinished(whole, resume) : whole;
  const [store] = stores;
  announce(plan, options, store, progress);

  const cores = await coresFor(profile, targets, agents);
  const needed = Math.max(loaded, usersNeeded(planLaunches(plan.attacks, all.weaknesses)));
  const context: Omit<RunContext, 'store'> = {
    folder: temporary,
    logFolder: folder.logs,
    accounts: await seedUsers(join(temporary, 'accounts.jsonl'), needed, String(seed)),
    settings: benchSettings,
    clusters: deployment.clusters,
    mayKillStore: store.provider !== 'url',
    seed,
    effort: profile.id,
    signal: stop.hard,
    ...(typeof cores !== 'string' && { cores }),
    ...(browser && { browser }),
  };
  const beginning = { request, id, startedAt, variations, whole, plan, targets, folder, store, deployment, cores };
  const builder = await beginResults({ ...beginning, ...(agents && { agents }) });
  if (agents) builder.told({ agents: agents.facts() });
  const how = { ...asCells(options), mostMs: mostMs(profile) };
  const left = agents ? await agents.spread(plan, how, { builder, progress, stop }) : plan;
  await measure(left, request, targets, {
    ...options,
    ...all,
    schemes,
    deadline,
    context,
    stores,
    builder,
    progress,
    stop,
    ...(agents?.load && { elsewhere: agents.load }),
    accountsAt: (path, passwordCost) => seedAccounts(path, { users: needed, seed: String(seed), passwordCost }),
  });
  if (agents) builder.told({ agents: agents.facts() });
  await addAccidents(targets, builder);
  const state = stop.soft.aborted ? 'incomplete' : 'complete';
  const ended = builder.results({ finishedAt: new Date().toISOString(), state });
  return await finishRun({ ...ended, ...targetFacts(options, targets) }, folder, request, unfinished(whole, ended));
}

/** @returns why they cannot be kept apart, in words */
async function coresFor({ load }: Profile, { all }: OpenTargets, agents: Agents | undefined): Promise<Cores | string> {
  if (agents?.runServers) return 'servers under load ran on agents';
  // whoever brings servers of their own runs them where they like, and all have to have the same
  return all.length > 0 ? 'not all servers are ours to place' : await findCores(load.instances);
}

async function chromiumOf({ browser }: RunOptions, folder: string, signal: AbortSignal): Promise<Chromium | undefined> {
  const executable = browser ?? (await findBrowser());
  return executable ? chromiumAt(executable, folder, signal) : undefined;
}

/** All cells, then once more what a gate would fail the run for. */
async function measure(
  plan: Plan,
  { options, all, criteria }: RunRequest,
  { all: targets }: OpenTargets,
  own: LoadParts,
): Promise<void> {
  const { stop, progress, builder } = own;
  const baseline = criteria?.baseline;
  const comparable = baseline && mismatches(baseline, builder.results()).length === 0;
  const parts = { ...own, ...(comparable && { baseline }) };
  try {
    await runPlan(plan, parts);
    const again = { ...options, scenarios: all.load, targets, passes: options.confirm };
    if (criteria) await confirmBreaches({ ...again, criteria }, parts);
  } catch (error) {
    if (!isEnding(stop, error)) throw error;
  }
  if (stop.soft.reason instanceof StrayFailure) progress.say(`stopped    ${stop.soft.reason.message}`);
}

/** As an agent is told it. */
function asCells({ profile, schemes, suites, seed, store }: RunOptions) {
  return { profile: profile.id, schemes: [...schemes], suites: [...suites], seed, store };
}

/** Whether it is what a run throws that was told to end. */
function isEnding({ soft, hard }: Stop, error: unknown): boolean {
  return hard.aborted || error === soft.reason;
}

/** A run that is gone on with has said so already of some. */
async function addAccidents(targets: OpenTargets, builder: RunnerParts['builder']): Promise<void> {
  const before = builder.results().attacks.map(({ id, scheme }) => `${id}/${scheme}`);
  await builder.add({ attacks: targets.accidents().filter(({ id, scheme }) => !before.includes(`${id}/${scheme}`)) });
}
