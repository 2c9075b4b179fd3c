import type { LoadScenario } from '../../scenarios/load.ts';
import type { Variation } from '../../servers/variation.ts';
import type { LoadArm, LoadCell, LoadRound } from './plan-load.ts';
import { mainScenario } from './plan-load.ts';
import { createRandom, shuffled } from './random.ts';
import type { Subject } from './subject.ts';

/** A cell of one round of variations; `variation` is absent for the schemes as they are. */
export interface SensitivityCell extends LoadCell {
  readonly variation?: Variation;
}

/**
 * Rounds in which every scheme as it is, one of them twice, and every variation is launched once, in an order drawn
 * from the seed. They stand beside the rounds of load: what is measured here is held against what is measured here.
 */
export function planSensitivity(
  variations: readonly Variation[],
  scenarios: readonly LoadScenario[],
  schemes: readonly Subject[],
  rounds: number,
  seed: number,
): readonly (readonly SensitivityCell[])[] {
  if (variations.length === 0) return [];
  const random = createRandom(seed);
  return Array.from({ length: rounds }, (_, i) =>
    scenarios.flatMap((scenario) =>
      shuffled(armsOf(scenario, variations, schemes), random).map((arm, place) =>
        cellOf(scenario, arm, i + 1, place + 1),
      ),
    ),
  ).filter((round: LoadRound) => round.length > 0);
}

type Arm = LoadArm & Pick<SensitivityCell, 'variation'>;

function armsOf(scenario: LoadScenario, variations: readonly Variation[], schemes: readonly Subject[]): Arm[] {
  const mine = variations.filter((variation) => (variation.scenario ?? mainScenario) === scenario.id);
  const varied = mine.flatMap((variation) =>
    schemes.filter(({ traits }) => variation.appliesTo(traits)).map((scheme) => armOf(variation, scheme)),
  );
  const [first] = schemes;
  if (varied.length === 0 || !first) return [];
  return [
    ...schemes.map((scheme): Arm => ({ arm: 'sensitivity:reference', scheme })),
    { arm: 'sensitivity:a-a', scheme: first },
    ...varied,
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
