import type { LoadScenario } from '../../scenarios/load.ts';
import { mainScenario } from './plan-load.ts';
import type { Profile } from './profiles.ts';
import { createRandom, shuffled } from './random.ts';
import type { Subject } from './subject.ts';

/** Seeks the highest rate at which one scheme keeps the latency objective. */
export interface SearchCell {
  readonly id: string;
  readonly scenario: LoadScenario;
  readonly scheme: Subject;
}

/** One scheme at every rate of the ladder, in an order of its own. */
export interface LadderCell extends SearchCell {
  readonly round: number;
  /** Places on the ladder, from its lowest rate. */
  readonly order: readonly number[];
}

export interface SloPlan {
  readonly searches: readonly SearchCell[];
  readonly ladder: readonly LadderCell[];
}

/** The schemes take turns on the ladder, and no rate always comes after the same one: drift falls on all alike. */
export function planSlo(
  scenarios: readonly LoadScenario[],
  schemes: readonly Subject[],
  { slo }: Pick<Profile, 'slo'>,
  seed: number,
): SloPlan {
  const scenario = scenarios.find(({ id }) => id === mainScenario);
  if (!scenario || !slo) return { searches: [], ladder: [] };
  const random = createRandom(seed);
  const rungs = Array.from({ length: slo.ladder.rates }, (_, i) => i);
  const rounds = Array.from({ length: slo.ladder.rounds }, (_, i) => i + 1);
  return {
    searches: schemes.map((scheme) => ({ id: `slo/${scheme.id}`, scenario, scheme })),
    ladder: rounds.flatMap((round) =>
      shuffled(schemes, random).map((scheme) => ({
        id: `ladder/${scheme.id}/round-${round}`,
        scenario,
        scheme,
        round,
        order: shuffled(rungs, random),
      })),
    ),
  };
}
