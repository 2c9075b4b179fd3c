import type { Arm as ArmFacts } from '../../reports/results/arm.ts';
import type { LoadScenario } from '../../scenarios/kinds/load.ts';
import type { Variation } from '../../servers/variation.ts';
import { createRandom } from '../machine/random.ts';
import type { Target } from '../targets/target.ts';
import type { LoadArm, LoadCell, LoadRound } from './plan-load.ts';
import { loadCell, mainScenarioId } from './plan-load.ts';
import { balancedRounds } from './williams.ts';

/** A cell of one round of variations; `variation` is absent for the schemes as they are. */
export interface SensitivityCell extends LoadCell {
  readonly variation?: Variation;
}

interface SensitivityPlan {
  readonly variations: readonly Variation[];
  readonly scenarios: readonly LoadScenario[];
  readonly schemes: readonly Target[];
  readonly rounds: number;
  readonly seed: number;
  readonly floor?: Target | undefined;
}

/**
 * Rounds in which every scheme as it is, one of them twice, and every variation is launched once, in Williams's orders
 * drawn from the seed. They stand beside the rounds of load: what is measured here is held against what is measured here.
 */
export function planSensitivity({
  variations,
  scenarios,
  schemes,
  rounds,
  seed,
  floor,
}: SensitivityPlan): readonly (readonly SensitivityCell[])[] {
  if (variations.length === 0) return [];
  const orders = scenarios.map((scenario, i) => ({
    scenario,
    // what a server carries is asked where it may be another on each Node.js
    saturated: scenario.saturate && variations.some(({ node }) => node),
    rounds: balancedRounds(armsOf(scenario, variations, schemes, floor), rounds, createRandom(seed + i)),
  }));
  return Array.from({ length: rounds }, (_, i) =>
    orders.flatMap(({ scenario, saturated, rounds: ordered }) =>
      (ordered[i] ?? []).map((arm, place) => ({ ...arm, ...loadCell(scenario, arm, i + 1, place + 1), saturated })),
    ),
  ).filter((round: LoadRound) => round.length > 0);
}

type Arm = LoadArm & Pick<SensitivityCell, 'variation'>;

function armsOf(
  scenario: LoadScenario,
  variations: readonly Variation[],
  schemes: readonly Target[],
  floor: Target | undefined,
): Arm[] {
  if (schemes.length === 0) return [];
  const asked = variations.filter((variation) => (variation.scenario ?? mainScenarioId) === scenario.id);
  const varied = asked.flatMap((variation) => {
    if (variation.node !== undefined) return onRuntime(variation, schemes, floor);
    const built = schemes.filter(({ traits }) => variation.appliesTo(traits)).map((one) => armOf(variation, one));
    // who must not wait is held against schemes that did not wait either
    const beside = built.length > 0 && variation.byTime ? asTheyAre(schemes, { beside: variation.id }) : [];
    return [...built, ...beside.map((arm): Arm => ({ ...arm, alone: true }))];
  });
  const bare = floor && asked.some(({ node }) => node) ? [bareArm(floor)] : [];
  return varied.length === 0 ? [] : [...asTheyAre(schemes), ...bare, ...varied];
}

/** Each scheme, and the first of them once more. */
function asTheyAre(schemes: readonly Target[], beside: Pick<ArmFacts, 'beside'> = {}): Arm[] {
  return [
    ...schemes.map((scheme): Arm => ({ arm: factsOf(scheme, 'main', beside), scheme })),
    ...schemes.slice(0, 1).map((scheme): Arm => ({ arm: factsOf(scheme, 'a-a', beside), scheme })),
  ];
}

/** Nothing of a server is as it was: they have an A/A arm and a bare route of their own, in a group of their own. */
function onRuntime(variation: Variation, schemes: readonly Target[], floor: Target | undefined): Arm[] {
  const { id } = variation;
  const arms: Arm[] = [
    ...schemes.map((scheme) => armOf(variation, scheme)),
    ...schemes
      .slice(0, 1)
      .map((scheme): Arm => ({ ...armOf(variation, scheme), arm: factsOf(scheme, 'a-a', { variation: id }) })),
    ...(floor ? [{ ...armOf(variation, floor), ...bareArm(floor, { variation: id }) }] : []),
  ];
  return arms.map((arm) => ({ ...arm, group: id }));
}

function bareArm(floor: Target, built: Pick<ArmFacts, 'variation'> = {}): Arm {
  return { arm: factsOf(floor, 'floor', built), scheme: floor, measureOnly: true };
}

function factsOf(
  { id: scheme }: Target,
  role: ArmFacts['role'],
  built: Pick<ArmFacts, 'variation' | 'beside'>,
): ArmFacts {
  return { group: 'sensitivity', scheme, role, ...built };
}

function armOf(variation: Variation, scheme: Target): Arm {
  const { id, settings, store, node } = variation;
  const launchOptions = {
    // what only the bench does needs no server that was told so
    ...((variation.serve || variation.app) && { variation: id }),
    ...(settings && { settings }),
    ...(store && { storeAway: store }),
    ...(node && { node }),
  };
  return {
    ...{ arm: factsOf(scheme, 'main', { variation: id }), scheme, launchOptions, variation },
    ...(variation.app && { measureOnly: true }),
    ...(variation.byTime && { alone: true }),
  };
}
