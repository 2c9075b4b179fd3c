import type { Arm } from '../../reports/results/arm.ts';
import type { LoadScenario } from '../../scenarios/kinds/load.ts';
import { createRandom } from '../machine/random.ts';
import type { Target } from '../targets/target.ts';
import { type CellSpec, cellSpec } from './cell-spec.ts';
import { mainScenarioId } from './plan-load.ts';
import type { Profile } from './profiles.ts';
import { balancedRounds } from './williams.ts';

/** Seeks the highest rate at which one scheme keeps the latency objective. */
export interface SearchCell extends CellSpec {
  readonly arm: Arm;
  readonly scenario: LoadScenario;
  readonly scheme: Target;
}

/** One scheme at every rate of the rate sweep, all of a round in the same order. */
export interface RateSweepCell extends SearchCell {
  readonly round: number;
  /** Places on the rate sweep, from its lowest rate. */
  readonly order: readonly number[];
}

export interface SloPlan {
  readonly searches: readonly SearchCell[];
  /** Rounds in which all schemes take each rate in turn. */
  readonly rateSweep: readonly (readonly RateSweepCell[])[];
}

/** Schemes and rates come in Williams's orders, so that neither always comes after the same one. */
export function planSlo(
  scenarios: readonly LoadScenario[],
  schemes: readonly Target[],
  { slo }: Pick<Profile, 'slo'>,
  seed: number,
): SloPlan {
  const scenario = scenarios.find(({ id }) => id === mainScenarioId);
  if (!scenario || !slo || schemes.length === 0) return { searches: [], rateSweep: [] };
  const { rates, rounds } = slo.rateSweep;
  const random = createRandom(seed);
  const sweptRates = Array.from({ length: rates }, (_, i) => i);
  const orders = balancedRounds(sweptRates, rounds, random);
  return {
    searches: schemes.map((scheme) => cellOf('rate-search', scenario, scheme)),
    rateSweep: balancedRounds(schemes, rounds, random).map((round, i) =>
      round.map((scheme) => ({
        ...cellOf('rate-sweep', scenario, scheme, { round: i + 1 }),
        round: i + 1,
        order: orders[i] ?? sweptRates,
      })),
    ),
  };
}

function cellOf(
  group: 'rate-search' | 'rate-sweep',
  scenario: LoadScenario,
  scheme: Target,
  of: { readonly round?: number } = {},
): SearchCell {
  const arm: Arm = { group, scheme: scheme.id, role: 'main' };
  return { ...cellSpec({ kind: 'load', scenario: scenario.id, scheme: scheme.id, arm, ...of }), arm, scenario, scheme };
}
