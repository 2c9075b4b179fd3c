import type { Attack } from '../../scenarios/kinds/attack.ts';
import type { DemandScenario } from '../../scenarios/kinds/demand.ts';
import type { Fault } from '../../scenarios/kinds/fault.ts';
import type { LifecycleScenario } from '../../scenarios/kinds/lifecycle.ts';
import type { LoadScenario } from '../../scenarios/kinds/load.ts';
import type { MicroTask } from '../../scenarios/kinds/micro.ts';
import type { ScaleOutScenario } from '../../scenarios/kinds/scale-out.ts';
import type { ScalingMode, ScalingScenario } from '../../scenarios/kinds/scaling.ts';
import type { Variation } from '../../servers/variation.ts';
import type { Weakness } from '../../servers/weakness.ts';
import type { Target } from '../targets/target.ts';
import { type CellSpec, cellSpec } from './cell-spec.ts';
import { type CapacityPlan, planCapacity } from './plan-capacity.ts';
import { type LoadRound, planLoad } from './plan-load.ts';
import { planSensitivity, type SensitivityCell } from './plan-sensitivity.ts';
import { planSlo, type SloPlan } from './plan-slo.ts';
import type { Profile } from './profiles.ts';

export type Suite = 'security' | 'scale' | 'lifecycle' | 'micro' | 'load' | 'sensitivity';
export const suites: readonly Suite[] = ['security', 'scale', 'lifecycle', 'micro', 'load', 'sensitivity'];

export interface AttackCell extends CellSpec {
  readonly attack: Attack;
  readonly scheme: Target;
  /** The scheme whose weakened servers stand in where this one has none of its own. */
  readonly controlScheme?: Target | undefined;
}

export interface ScalingCell extends CellSpec {
  readonly scenario: ScalingScenario;
  readonly scheme: Target;
  readonly mode: ScalingMode;
  readonly instances: number;
}

export interface FaultCell extends CellSpec {
  readonly fault: Fault;
  readonly scheme: Target;
  readonly mode: ScalingMode;
  readonly instances: number;
}

export interface LifecycleCell extends CellSpec {
  readonly scenario: LifecycleScenario;
  readonly scheme: Target;
}

export interface MicroCell extends CellSpec {
  readonly task: MicroTask;
}

export interface Catalogue {
  /** What is compared with each other. */
  readonly schemes: readonly Target[];
  /** External targets; absent where none was named. */
  readonly targets?: readonly Target[];
  /** All schemes there are, for controls. */
  readonly reference?: readonly Target[];
  readonly floor: Target;
  readonly attacks: readonly Attack[];
  readonly scaling: readonly ScalingScenario[];
  readonly faults: readonly Fault[];
  readonly lifecycle: readonly LifecycleScenario[];
  readonly load: readonly LoadScenario[];
  readonly demand: readonly DemandScenario[];
  readonly scaleOut: readonly ScaleOutScenario[];
  readonly micro: readonly MicroTask[];
  readonly variations: readonly Variation[];
  readonly weaknesses?: ReadonlyMap<string, Weakness>;
}

export interface Selection {
  readonly suites: readonly Suite[];
  /** Scenario ids; empty means all. */
  readonly scenarios: readonly string[];
  readonly seed: number;
}

export interface Plan extends SloPlan, CapacityPlan {
  readonly attacks: readonly AttackCell[];
  readonly scaling: readonly ScalingCell[];
  readonly faults: readonly FaultCell[];
  readonly lifecycle: readonly LifecycleCell[];
  readonly micro: readonly MicroCell[];
  /** One list per round; how many are run depends on the time that is left. */
  readonly loadRounds: readonly LoadRound[];
  /** Rounds of schemes built otherwise. */
  readonly sensitivity: readonly (readonly SensitivityCell[])[];
}

/** The table of cells. */
export function createPlan(all: Catalogue, profile: Profile, { suites, scenarios, seed }: Selection): Plan {
  const chosen = scenarios.length > 0 ? scenarios : profile.only;
  const wanted = <T extends { readonly id: string }>(suite: Suite, items: readonly T[]) =>
    suites.includes(suite) ? items.filter(({ id }) => chosen === undefined || chosen.includes(id)) : [];
  const beside = suites.length > 1 && scenarios.length === 0 ? profile.attacks.beside : undefined;
  const isTaken = ({ id }: Attack) => beside?.includes(id) ?? true;
  // who names a Node.js asks about that, and about other variations where they are named too
  const runtimes = suites.includes('sensitivity') ? all.variations.filter(({ node }) => node) : [];
  const variations = runtimes.length > 0 && scenarios.length === 0 ? [] : all.variations.filter(({ node }) => !node);
  const isNamed = scenarios.length > 0 || !profile.capacity?.onlyByName;
  const besideOthers = suites.length > 1 && scenarios.length === 0 && runtimes.length === 0;
  return {
    attacks: wanted('security', all.attacks).flatMap((attack) =>
      [
        ...(isTaken(attack) ? all.schemes : []),
        ...(isTaken(attack) || profile.attacks.allOnTargets ? (all.targets ?? []) : []),
      ].map((scheme) => attackCell(attack, scheme, all)),
    ),
    scaling: wanted('scale', all.scaling).flatMap((scenario) =>
      all.schemes.flatMap((scheme) => grid(scenario, scheme, profile)),
    ),
    faults: wanted('scale', all.faults)
      .filter(({ id }) => scenarios.length > 0 || (profile.faults.only?.includes(id) ?? true))
      .flatMap((fault) => all.schemes.flatMap((scheme) => faultCells(fault, scheme, profile))),
    lifecycle: wanted('lifecycle', all.lifecycle).flatMap((scenario) =>
      all.schemes
        .filter(({ traits }) => scenario.appliesTo(traits) === true)
        .map((scheme) => ({
          ...cellSpec({ kind: 'lifecycle', scenario: scenario.id, scheme: scheme.id }),
          scenario,
          scheme,
        })),
    ),
    micro: wanted('micro', all.micro)
      .filter(({ further }) => !further || profile.micro.further || suites.length === 1 || scenarios.length > 0)
      .map((task) => ({ ...cellSpec({ kind: 'micro', scenario: task.id, scheme: 'none' }), task })),
    loadRounds: planLoad(
      wanted('load', all.load),
      { ...all, schemes: [...all.schemes, ...(all.targets ?? [])] },
      scenarios.length > 0 ? { ...profile.load, mixedRounds: profile.load.furtherRounds } : profile.load,
      seed,
    ),
    ...planSlo(wanted('load', all.load), all.schemes, profile, seed),
    ...planCapacity(
      {
        demand: isNamed ? wanted('load', all.demand) : [],
        scaleOut: isNamed ? wanted('scale', all.scaleOut) : [],
      },
      all.schemes,
      profile,
      seed,
    ),
    sensitivity: planSensitivity({
      variations: [...runtimes, ...wanted('sensitivity', variations)],
      scenarios: all.load,
      schemes: all.schemes,
      rounds: besideOthers ? profile.sensitivity.rounds : profile.sensitivity.alone,
      seed,
      floor: all.floor,
    }),
  };
}

function attackCell(attack: Attack, scheme: Target, { reference = [], weaknesses }: Catalogue): AttackCell {
  const controlScheme = weaknesses && scheme.controlFor(attack, reference, weaknesses);
  const spec = cellSpec({ kind: 'attack', scenario: attack.id, scheme: scheme.id });
  return { ...spec, attack, scheme, controlScheme };
}

/** @param rounds of load and of variations, each */
export function countCells(plan: Plan, rounds: number): number {
  const once = [
    plan.attacks,
    plan.scaling,
    plan.faults,
    plan.lifecycle,
    plan.micro,
    plan.searches,
    plan.rateSweep.flat(),
    plan.demand.flat(),
    plan.scaleOut.flat(),
  ];
  const repeated = [...plan.loadRounds.slice(0, rounds), ...plan.sensitivity.slice(0, rounds)];
  return [...once, ...repeated].reduce((sum, cells) => sum + cells.length, 0);
}

function grid(scenario: ScalingScenario, scheme: Target, { scaling }: Profile): ScalingCell[] {
  const undisturbed = scenario.event === 'none';
  if (!undisturbed && !scaling.events.includes(scenario.event)) return [];
  const modes: ScalingMode[] = scheme.traits.store === 'never' ? ['none'] : ['own-memory', 'sticky', 'shared'];
  return (undisturbed ? scaling.instances : scaling.eventInstances).flatMap((instances) =>
    modes
      .filter((mode) => scenario.appliesTo(scheme.traits) === true && scenario.appliesToMode(mode, instances) === true)
      .map((mode) => ({
        ...cellSpec({ kind: 'scaling', scenario: scenario.id, scheme: scheme.id, mode, instances }),
        scenario,
        scheme,
        mode,
        instances,
      })),
  );
}

function faultCells(fault: Fault, scheme: Target, { faults }: Profile): FaultCell[] {
  const modes: ScalingMode[] = scheme.traits.store === 'never' ? ['none'] : [...faults.modes];
  return modes
    .filter((mode) => fault.appliesTo(scheme.traits) === true && fault.appliesToMode(mode) === true)
    .map((mode) => ({
      ...cellSpec({ kind: 'fault', scenario: fault.id, scheme: scheme.id, mode }),
      fault,
      scheme,
      mode,
      instances: faults.instances,
    }));
}
