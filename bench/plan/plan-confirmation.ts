import type { Arm } from '../../reports/results/arm.ts';
import type { LoadScenario } from '../../scenarios/kinds/load.ts';
import { createRandom } from '../machine/random.ts';
import type { Target } from '../targets/target.ts';
import { type Compared, type LoadArm, type LoadRound, loadCell, mainScenarioId, measurableIn } from './plan-load.ts';
import { balancedRounds } from './williams.ts';

/** What a breach makes worth measuring again. */
export interface Suspect {
  readonly scenario: string;
  readonly schemes: readonly string[];
  /** A ratio needs its reference beside it, what the reference differs from itself, and the bare route where there is one. */
  readonly isRatio: boolean;
}

export interface Confirmation {
  /** As many as the scenario had before. */
  readonly rounds: number;
  readonly pass: number;
  readonly seed: number;
}

/** Rounds of a scenario with those arms alone that the breach is about. */
export function planConfirmation(
  { schemes: names, isRatio }: Suspect,
  scenario: LoadScenario,
  { schemes, floor }: Compared,
  { rounds, pass, seed }: Confirmation,
): LoadRound[] {
  const applying = measurableIn(scenario, schemes);
  const [reference] = applying;
  const armOf = (role: Arm['role'], scheme: Target): LoadArm => ({
    arm: { group: 'confirmation', scheme: scheme.id, role, pass },
    scheme,
  });
  const arms: LoadArm[] = [
    ...applying
      .filter((scheme) => names.includes(scheme.id) || (isRatio && scheme === reference))
      .map((scheme) => armOf('main', scheme)),
    ...(isRatio && reference ? [armOf('a-a', reference)] : []),
    ...(isRatio && scenario.id === mainScenarioId ? [{ ...armOf('floor', floor), measureOnly: true as const }] : []),
  ];
  return balancedRounds(arms, rounds, createRandom(seed + pass)).map((round, i) =>
    round.map((arm, place) => loadCell(scenario, arm, i + 1, place + 1)),
  );
}
