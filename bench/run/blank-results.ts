import type { AnalysedParts } from '../../reports/analysis/analyse.ts';
import { methodVersion, type Results, schemaVersion } from '../../reports/results/results.ts';
import type { LoadScenario } from '../../scenarios/kinds/load.ts';
import { Settings } from '../../servers/settings.ts';
import type { Deployment } from '../cluster/deployment.ts';
import { readCalibration } from '../load/calibration/calibration.ts';
import { readEnvironment } from '../machine/environment.ts';
import type { NodeRuntime } from '../machine/node-runtime.ts';
import { tool } from '../machine/tool.ts';
import type { Everything } from '../plan/catalogue.ts';
import { runtimeVariation } from '../plan/runtime-variations.ts';
import type { StoreHandle } from '../store/open-store.ts';
import { benchSettings } from '../targets/own/bench-settings.ts';
import { withoutKeys } from '../targets/own/without-keys.ts';
import type { Target } from '../targets/target.ts';
import { exitCodes } from './exit-codes.ts';
import type { RunOptions } from './options.ts';

export interface RunFacts {
  readonly id: string;
  readonly startedAt: Date;
  readonly command: string;
  /** What is unlike production, or left out. */
  readonly notes: readonly string[];
  readonly store: StoreHandle;
  readonly deployment: Deployment;
  /** What other machines do of its load. */
  readonly elsewhere: Pick<Results['run']['topology'], 'load' | 'servers'>;
  /** Who ran on which cores while load was measured; absent where all shared them. */
  readonly cores?: string;
}

/** Results before anything was found: who is compared, with what, where, and under which conditions. */
export async function blankResults(
  { id, startedAt, command, notes, store, deployment, cores, elsewhere }: RunFacts,
  { profile, seed, schemes, suites, scenarios, asked, runtimes }: RunOptions,
  targets: readonly Target[],
  all: Everything,
): Promise<Omit<Results, AnalysedParts>> {
  const chosen = [...all.schemes, ...all.variants].filter((scheme) => schemes.includes(scheme.id));
  const calibration = await readCalibration();
  return {
    $schema: './results.schema.json',
    schemaVersion,
    methodVersion,
    tool,
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
      options: asked,
      topology: {
        ...deployment.topology,
        ...elsewhere,
        ...(cores !== undefined && { cores }),
      },
      notes: [...notes, ...deployment.notes],
      exit: { code: exitCodes.ok.code, reasons: [] },
    },
    environment: {
      ...(await readEnvironment()),
      ...(runtimes.length > 0 && { runtimes: runtimes.map(runtimeFacts) }),
    },
    ...(calibration && { calibration }),
    store: {
      kind: store.kind,
      version: store.version,
      provider: store.provider,
      passed: [...store.passed],
      caveat: store.caveat,
    },
    schemes: [...chosen, ...targets].map(factsOf),
    scenarios: scenariosOf(all, [...chosen, ...targets]),
    cells: [],
    samples: [],
    attacks: [],
    scaling: [],
    evidence: [],
  };
}

function scenariosOf(
  { schemes, attacks, scaling, faults, lifecycle, load, demand, scaleOut, variations, micro }: Everything,
  targets: readonly Pick<Target, 'id' | 'traits'>[],
): Results['scenarios'] {
  return [
    ...attacks.map(({ id, kind, title, question, references, appliesTo }) => ({
      ...{ id, kind, title, question, references: [...references] },
      surfaceOn: targets.filter(({ traits }) => appliesTo(traits) === true).map((target) => target.id),
    })),
    ...[...scaling, ...faults, ...lifecycle, ...load, ...demand, ...scaleOut].map((scenario) => {
      const { id, kind, title, question } = scenario;
      const isPaid = scenario.kind === 'load' && asksPassword(scenario, schemes);
      return { id, kind, title, question, ...(isPaid && { asksPassword: true }) };
    }),
    ...variations.map(({ id, title, question, choice, settings, app }) => ({
      id,
      kind: 'sensitivity',
      title,
      question,
      choice,
      ...(settings && { sets: Object.keys(settings) }),
      ...(app && { isLibrary: true }),
    })),
    ...micro.map(({ id, title, floor }) => ({
      id,
      kind: 'micro',
      title,
      question: 'What does it cost by itself?',
      ...(floor && { floor }),
    })),
  ];
}

/** Where a program lies is nobody else's affair, unless it was asked for by that. */
function runtimeFacts(runtime: NodeRuntime): NonNullable<Results['environment']['runtimes']>[number] {
  const { path: _, ...facts } = runtime;
  return { variation: runtimeVariation(runtime).id, ...facts };
}

/** What is in force where the bench sets nothing is the target's own affair. */
function factsOf(target: Target): Results['schemes'][number] {
  const { id, title, summary, traits, defaults, takesSettings, configured } = target;
  const settings = takesSettings ? withoutKeys(Settings.parse({ ...defaults, ...benchSettings })) : {};
  return { id, title, summary, traits: { ...traits }, settings, configured };
}

/** Whether a scheme can be asked for a password in it. */
function asksPassword({ step, cycle }: LoadScenario, schemes: readonly Target[]): boolean {
  const steps = schemes.flatMap((scheme) => cycle?.steps(scheme.traits, Settings.parse({ ...scheme.defaults })) ?? []);
  return [step, ...steps].some((one) => one === 'login' || one === 'password');
}
