import type { LoadScenario } from '../../scenarios/kinds/load.ts';
import type { Variation } from '../../servers/variation.ts';
import { createRandom } from '../machine/random.ts';
import type { Subject } from '../targets/subject.ts';
import type { LoadArm, LoadCell, LoadRound } from './plan-load.ts';
import { mainScenario } from './plan-load.ts';
import { balancedRounds } from './williams.ts';

/** A cell of one round of variations; `variation` is absent for the schemes as they are. */
export interface SensitivityCell extends LoadCell {
  readonly variation?: Variation;
}

/**
 * Rounds in which every scheme as it is, one of them twice, and every variation is launched once, in Williams's orders
 * drawn from the seed. They stand beside the rounds of load: what is measured here is held against what is measured here.
 */
export function planSensitivity(
  variations: readonly Variation[],
  scenarios: readonly LoadScenario[],
  schemes: readonly Subject[],
  rounds: number,
  seed: number,
): readonly (readonly SensitivityCell[])[] {
  if (variations.length === 0) return [];
  const orders = scenarios.map((scenario, i) => ({
    scenario,
    rounds: balancedRounds(armsOf(scenario, variations, schemes), rounds, createRandom(seed + i)),
  }));
  return Array.from({ length: rounds }, (_, i) =>
    orders.flatMap(({ scenario, rounds: ordered }) =>
      (ordered[i] ?? []).map((arm, place) => cellOf(scenario, arm, i + 1, place + 1)),
    ),
  ).filter((round: LoadRound) => round.length > 0);
}

type Arm = LoadArm & Pick<SensitivityCell, 'variation'>;

function armsOf(scenario: LoadScenario, variations: readonly Variation[], schemes: readonly Subject[]): Arm[] {
  const varied = variations
    .filter((variation) => (variation.scenario ?? mainScenario) === scenario.id)
    .flatMap((variation) => {
      const built = schemes.filter(({ traits }) => variation.appliesTo(traits)).map((one) => armOf(variation, one));
      // who must not wait is held against schemes that did not wait either
      const beside = built.length > 0 && variation.byTime ? asTheyAre(schemes, `${variation.id}:`) : [];
      return [...built, ...beside.map((arm): Arm => ({ ...arm, alone: true }))];
    });
  return varied.length === 0 ? [] : [...asTheyAre(schemes), ...varied];
}

/** Each scheme, and the first of them once more. */
function asTheyAre(schemes: readonly Subject[], besides = ''): Arm[] {
  return [
    ...schemes.map((scheme): Arm => ({ arm: `sensitivity:${besides}reference`, scheme })),
    ...schemes.slice(0, 1).map((scheme): Arm => ({ arm: `sensitivity:${besides}a-a`, scheme })),
  ];
}

function armOf(variation: Variation, scheme: Subject): Arm {
  const { id, settings, store } = variation;
  const otherwise = {
    // what only the bench does needs no server that was told so
    ...((variation.serve || variation.app) && { variation: id }),
    ...(settings && { settings }),
    ...(store && { storeAway: store }),
  };
  return {
    ...{ arm: `sensitivity:${id}` as const, scheme, otherwise, variation },
    ...(variation.app && { measureOnly: true }),
    ...(variation.byTime && { alone: true }),
  };
}

function cellOf(scenario: LoadScenario, arm: Arm, round: number, place: number): SensitivityCell {
  const id = `${scenario.id}/${arm.scheme.id}+${arm.arm}/round-${round}`;
  return { ...arm, id, scenario, round, place, saturated: false };
}
