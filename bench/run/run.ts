import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { AnalysedParts } from '../../reports/analyse.ts';
import { methodVersion, type Results, schemaVersion } from '../../reports/results.ts';
import { ADMIN, passwordOf, seedAccounts, userName } from '../../servers/accounts/seed.ts';
import { Settings } from '../../servers/settings.ts';
import type { Everything } from '../catalogue.ts';
import { openSite, type Site } from '../cluster/site.ts';
import { chromiumAt } from '../driver/chromium.ts';
import { sentence } from '../errors.ts';
import { type ExitReason, exitCodes } from '../exit-codes.ts';
import { loadObstacle } from '../foreign/obstacle.ts';
import { openTargets } from '../foreign/open-targets.ts';
import type { ForeignSubject } from '../foreign/subject.ts';
import { findBrowser } from '../machine/browser.ts';
import { readCalibration } from '../machine/calibration.ts';
import { readEnvironment } from '../machine/environment.ts';
import { guarded } from '../machine/guard.ts';
import type { RunOptions } from '../options.ts';
import { countCells, createPlan, type Plan } from '../plan/plan.ts';
import { createRandom } from '../plan/random.ts';
import type { Subject } from '../plan/subject.ts';
import { openStore, type StoreHandle } from '../store/ladder.ts';
import { remember } from '../stored/history.ts';
import { createRunFolder, type RunFolder } from '../stored/run-folder.ts';
import { held, type Yardsticks } from '../stored/yardsticks.ts';
import type { Grounds } from '../target/target.ts';
import { createDraft, type Draft } from './draft.ts';
import { judgeGates } from './gates.ts';
import { planLaunches, usersNeeded } from './launches.ts';
import { clock, type Progress } from './progress.ts';
import { continued, unfinished } from './resume.ts';
import type { Stop } from './run-cell.ts';
import { runPlan } from './runner.ts';
import { shortenedNote } from './shortened.ts';

/** Servers under test are told these; everything else is as in production, and the report lists both. */
const benchSettings: Partial<Settings> = {
  passwordCost: 10,
  loginFailures: 0,
  loginFailuresPerSource: 0,
  storeTimeoutMs: 450,
};

/** Scaling scenarios sign in a population of them. */
const leastUsers = 60;

export interface Finished {
  readonly results: Results;
  readonly folder: RunFolder;
  readonly reason: ExitReason;
}

/** The main job, top to bottom: plan, grounds, cells, analysis, report. */
export async function run(
  options: RunOptions,
  all: Everything,
  command: string,
  progress: Progress,
  /** Absent where a run is a means: then it is held against nothing, and not remembered. */
  yardsticks: Yardsticks | undefined,
  stop: Stop,
): Promise<Finished> {
  const { profile, seed } = options;
  const deadline = performance.now() + profile.maxMs;
  const named = (scheme: Subject) => options.schemes.includes(scheme.id);
  const schemes = [...all.schemes, ...all.variants].filter(named);
  const variants = all.variants.filter((scheme) => !named(scheme));
  const { resume } = options;
  const startedAt = new Date();
  const id = `${startedAt.toISOString().replace(/[-:]|\.\d+/g, '')}-${randomBytes(3).toString('hex')}`;
  const folder = await createRunFolder(resolve(options.out ?? join('reports', 'runs', id)));
  // made by its guard: a folder of ours would outlive a kill between the two
  const temporary = join(tmpdir(), `authbench-${id}`);
  await using _ = await guarded(undefined, [], { folder: temporary });
  await using targets = await openTargets(
    options.targets,
    all.properties,
    { logFolder: folder.logs, random: createRandom(seed), effort: profile.id, signal: stop.hard, env: process.env },
    ({ result, outcome, ms }) => progress.cellDone(`${result.id}/${result.scheme}`, outcome.state, outcome.summary, ms),
  );
  const reference = [...all.schemes, ...all.variants];
  const whole = createPlan({ ...all, schemes, variants, targets: targets.subjects, reference }, profile, options);
  const plan = resume ? unfinished(whole, resume) : whole;
  const executable = options.browser ?? (await findBrowser());
  await using browser = executable
    ? chromiumAt(executable, join(tmpdir(), `authbench-${id}-browser`), stop.hard)
    : undefined;
  await using site = await openSite(options, stop.hard, (text) => progress.say(text));
  await using stores = await openStores(options, site.store, stop.hard, progress);
  const [store] = stores;

  progress.say(
    `store      ${store.kind} ${store.version} (${store.provider})${store.caveat ? `: ${store.caveat}` : ''}`,
  );
  announce(plan, options, progress);

  const needed = Math.max(profile.load.users, leastUsers, usersNeeded(planLaunches(plan.attacks, all.weaknesses)));
  const accounts = await seedUsers(join(temporary, 'accounts.jsonl'), needed, seed);
  const grounds: Omit<Grounds, 'store'> = {
    folder: temporary,
    logFolder: folder.logs,
    accounts,
    settings: benchSettings,
    clusters: site.clusters,
    mayKillStore: store.provider !== 'url',
    random: createRandom(seed),
    effort: profile.id,
    signal: stop.hard,
    foreign: targets.byName,
    ...(browser && { browser }),
  };
  const facts = () => (options.targets.length > 0 ? { targets: targets.facts(resume?.targets) } : {});
  const begun = await blank(id, startedAt, command, options, targets.subjects, all, { store, site }, [
    ...notesOf(plan, options, all),
    ...targets.subjects.flatMap((target) => loadNotes(target, options, all)),
  ]);
  const fresh = { ...begun, ...facts() };
  const continuing = `Continued at ${startedAt.toISOString()} by ${command}.`;
  const start = resume ? continued(resume, fresh, continuing) : fresh;
  const draft = createDraft(start, all.claims, folder, (error) =>
    progress.say(`not saved  ${sentence(error)}; the run goes on, and tries again with the next cell`),
  );
  await draft.add(targets.found);
  await runPlan(plan, {
    ...{ ...options, ...all, schemes, deadline, grounds, stores, draft, progress, stop },
    accountsAt: (path, passwordCost) => seedAccounts(path, { users: needed, seed: String(seed), passwordCost }),
  }).catch((error) => {
    if (!stop.hard.aborted) throw error;
  });
  return await finish(draft, facts(), folder, options, all, yardsticks, stop);
}

async function finish(
  draft: Draft,
  facts: Pick<Results, 'targets'>,
  folder: RunFolder,
  options: RunOptions,
  all: Everything,
  yardsticks: Yardsticks | undefined,
  { soft }: Stop,
): Promise<Finished> {
  const interrupted: ExitReason[] = soft.aborted ? [soft.reason === 'SIGTERM' ? 'terminated' : 'interrupted'] : [];
  const state = soft.aborted ? 'incomplete' : 'complete';
  const ended = { ...draft.results({ finishedAt: new Date().toISOString(), state }), ...facts };
  const measured = yardsticks === undefined ? ended : held(ended, yardsticks);
  const { reason, because } = judgeGates(measured, options.failOn, interrupted);
  const results: Results = {
    ...measured,
    run: { ...measured.run, exit: { code: exitCodes[reason].code, reasons: because } },
    ...(yardsticks && { history: await remember(measured) }),
  };
  await folder.publish(
    results,
    all.formats.filter(({ id }) => id === 'json' || options.formats.includes(id)),
  );
  return { results, folder, reason };
}

type Stores = readonly [StoreHandle, ...StoreHandle[]] & AsyncDisposable;

/** One store for each lane of cells, so that no cell sees another's keys; one that was given allows one lane. */
async function openStores(
  { store: wish, allowRemote, profile }: RunOptions,
  given: StoreHandle | undefined,
  signal: AbortSignal,
  progress: Progress,
): Promise<Stores> {
  const open = (from: string) =>
    openStore(from, { signal, log: (text) => progress.say(text), ...(allowRemote && { allowRemote }) });
  const first = given ?? (await open(wish));
  const lanes =
    given || first.provider === 'url'
      ? 1
      : Math.max(profile.attacks.lanes, profile.scaling.lanes, profile.faults.lanes);
  const more = await Promise.all(Array.from({ length: lanes - 1 }, () => open(first.provider)));
  const stores: readonly [StoreHandle, ...StoreHandle[]] = [first, ...more];
  return Object.assign(stores, {
    async [Symbol.asyncDispose]() {
      await Promise.all(stores.map((store) => store[Symbol.asyncDispose]()));
    },
  });
}

async function seedUsers(template: string, count: number, seed: number): Promise<Grounds['accounts']> {
  const secret = String(seed);
  await seedAccounts(template, { users: count, seed: secret, passwordCost: benchSettings.passwordCost ?? 10 });
  const user = (id: string) => ({ id, username: id, password: passwordOf(secret, id) });
  return { template, users: Array.from({ length: count }, (_, i) => user(userName(i + 1))), admin: user(ADMIN) };
}

function announce(plan: Plan, { profile, seed, schemes, targets }: RunOptions, progress: Progress): void {
  const cells = countCells(plan, 1);
  progress.say(`profile    ${profile.id}: ${profile.title}; seed ${seed}`);
  progress.say(`schemes    ${[...schemes, ...targets.map(({ id }) => id)].join(', ')}`);
  progress.say(
    `plan       ${plan.attacks.length} attack cells, ${plan.scaling.length} scaling cells, ${plan.faults.length} faults, ${plan.lifecycle.length} lifecycle cells, ${plan.micro.length} primitives, ` +
      `${plan.loadRounds.length > 0 ? `up to ${profile.load.rounds} load rounds` : 'no load'}; at most ${clock(profile.maxMs)} min`,
  );
  progress.begin(cells, profile.maxMs);
}

/** What the attacks of this run were told otherwise: lifetimes of their own, and which the profile left out. */
function notesOf({ attacks }: Plan, { suites, scenarios }: RunOptions, all: Everything): string[] {
  const wished = attacks.map(({ attack }) => attack.needs?.settings ?? {});
  const shortened = shortenedNote(wished, [...new Set(attacks.map(({ scheme }) => scheme))]);
  const asked = !suites.includes('security') || scenarios.length > 0;
  const leftOut = asked ? 0 : all.attacks.length - new Set(attacks.map(({ attack }) => attack)).size;
  return [
    ...(shortened ? [shortened] : []),
    ...(leftOut > 0
      ? [
          `This profile left out ${leftOut} of ${all.attacks.length} attacks; npm run bench -- --suite security runs all.`,
        ]
      : []),
  ];
}

/** What is measured on the others, and cannot be on this target. */
function loadNotes(target: ForeignSubject, { suites }: RunOptions, { load }: Everything): string[] {
  if (!suites.includes('load')) return [];
  const asked = load.filter(({ appliesTo }) => appliesTo(target.traits) === true);
  return asked.flatMap((scenario) => {
    const because = loadObstacle(target, scenario);
    return because ? [`${scenario.title} was not measured on ${target.title}: ${because}.`] : [];
  });
}

async function blank(
  id: string,
  startedAt: Date,
  command: string,
  { profile, seed, schemes, suites, scenarios }: RunOptions,
  targets: readonly ForeignSubject[],
  all: Everything,
  { store, site }: { readonly store: StoreHandle; readonly site: Site },
  notes: readonly string[],
): Promise<Omit<Results, AnalysedParts>> {
  const chosen = [...all.schemes, ...all.variants].filter((scheme) => schemes.includes(scheme.id));
  const calibration = await readCalibration();
  return {
    $schema: './results.schema.json',
    schemaVersion,
    methodVersion,
    tool: { name: 'authbench', version: '0.1.0' },
    run: {
      id,
      profile: profile.id,
      seed,
      startedAt: startedAt.toISOString(),
      finishedAt: null,
      state: 'incomplete',
      command,
      schemes: [...chosen, ...targets].map((scheme) => scheme.id),
      suites: [...suites],
      scenarios: [...scenarios],
      topology: { ...site.topology },
      notes: [
        `Passwords are hashed with scrypt at N = 2^${benchSettings.passwordCost}; OWASP asks for 2^17. The cost is the same in every scheme and is paid at login only.`,
        'Failed logins are limited only where an attack is about that: a bench logs in from one place, and counting would cost the schemes without a store nothing.',
        `A store counts as away after ${benchSettings.storeTimeoutMs} ms; the servers' own default is 250 ms, which a busy bench would miss without a fault.`,
        ...site.notes,
        ...notes,
      ],
      exit: { code: exitCodes.ok.code, reasons: [] },
    },
    environment: await readEnvironment(),
    ...(calibration && { calibration }),
    store: {
      kind: store.kind,
      version: store.version,
      provider: store.provider,
      passed: [...store.passed],
      caveat: store.caveat,
    },
    schemes: [...chosen.map(factsOf), ...targets.map(foreignFacts)],
    scenarios: [
      ...[...all.attacks, ...all.scaling, ...all.faults, ...all.lifecycle, ...all.load].map(
        ({ id, kind, title, question }) => ({
          id,
          kind,
          title,
          question,
        }),
      ),
      ...all.variations.map(({ id, title, question, choice }) => ({
        id,
        kind: 'sensitivity',
        title,
        question,
        choice,
      })),
    ],
    cells: [],
    samples: [],
    attacks: [],
    scaling: [],
    evidence: [],
  };
}

function factsOf({ id, title, summary, traits, defaults }: Subject): Results['schemes'][number] {
  const {
    tokenKey: _t,
    retiredKeys: _r,
    cookieKey: _c,
    retiredCookieKeys: _k,
    ...settings
  } = Settings.parse({ ...defaults, ...benchSettings });
  return { id, title, summary, traits: { ...traits }, settings };
}

/** Its settings are its own affair. */
function foreignFacts({ id, title, summary, traits }: Subject): Results['schemes'][number] {
  return { id, title, summary, traits: { ...traits }, settings: {} };
}
