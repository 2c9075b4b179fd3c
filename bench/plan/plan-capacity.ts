import type { CellFacts } from '../../reports/results/cell.ts';
import type { DemandScenario } from '../../scenarios/kinds/demand.ts';
import type { ScaleOutScenario } from '../../scenarios/kinds/scale-out.ts';
import type { ScalingMode } from '../../scenarios/kinds/scaling.ts';
import { createRandom, shuffled } from '../machine/random.ts';
import type { Target } from '../targets/target.ts';
import { type CellSpec, cellSpec } from './cell-spec.ts';
import type { Profile } from './profiles.ts';
import { balancedRounds } from './williams.ts';

/** Ways to keep state that carry more with more instances. */
type Mode = Exclude<ScalingMode, 'own-memory'>;

interface Cell<Scenario> extends CellSpec {
  readonly scenario: Scenario;
  readonly scheme: Target;
  readonly round: number;
  /** Whether its points are predicted before it is begun. */
  readonly heldOut: boolean;
}

/** One launch of one scheme, with each number of instances in turn. */
export interface ScaleOutCell extends Cell<ScaleOutScenario> {
  readonly mode: Mode;
  /** In the order in which they are measured. */
  readonly counts: readonly number[];
}

/** One launch of one scheme, with all loads at all rates in turn. */
export type DemandCell = Cell<DemandScenario>;

/** Rounds of fresh launches: those that are measured, and then those of what was predicted from them. */
export interface CapacityPlan {
  readonly demand: readonly (readonly DemandCell[])[];
  readonly scaleOut: readonly (readonly ScaleOutCell[])[];
}

/** Schemes come in Williams's orders, and all of a round have the same numbers of instances in turn. */
export function planCapacity(
  { demand, scaleOut }: { readonly demand: readonly DemandScenario[]; readonly scaleOut: readonly ScaleOutScenario[] },
  schemes: readonly Target[],
  { capacity }: Pick<Profile, 'capacity'>,
  seed: number,
): CapacityPlan {
  if (!capacity || schemes.length === 0) return { demand: [], scaleOut: [] };
  const own = schemes.filter(({ variant }) => !variant);
  const measured = schemes.length > mostSchemes && own.length > 0 ? own : schemes;
  const random = createRandom(seed);
  const phases = [
    { heldOut: false, count: capacity.rounds },
    { heldOut: true, count: capacity.heldOutRounds },
  ];
  return {
    demand: demand.flatMap((scenario) =>
      phases.flatMap(({ heldOut, count }) =>
        balancedRounds(measured, count, random).map((round, i) =>
          round.map((scheme) => ({
            ...cellOf({ kind: 'demand', scenario: scenario.id, scheme: scheme.id, round: i + 1 }, heldOut),
            ...{ scenario, scheme },
          })),
        ),
      ),
    ),
    scaleOut: scaleOut.flatMap((scenario) =>
      phases.flatMap(({ heldOut, count }) =>
        balancedRounds(curvesOf(measured), count, random).map((round, i) => {
          const counts = shuffled(heldOut ? scenario.heldOut : scenario.measured, random);
          return round.map(({ scheme, mode }) => ({
            ...cellOf({ kind: 'scale-out', scenario: scenario.id, scheme: scheme.id, mode, round: i + 1 }, heldOut),
            ...{ scenario, scheme, mode, counts },
          }));
        }),
      ),
    ),
  };
}

/** Of more than these, no run has the time: then those that are variants of others are left out. */
const mostSchemes = 5;

/** Memory of their own carries a scheme that asks it for each request as far as each user comes back to one instance. */
function curvesOf(schemes: readonly Target[]): { readonly scheme: Target; readonly mode: Mode }[] {
  return schemes.flatMap((scheme) => modesOf(scheme).map((mode) => ({ scheme, mode })));
}

function modesOf({ traits: { store } }: Target): readonly Mode[] {
  if (store === 'never') return ['none'];
  return store !== 'renewal' ? ['shared', 'sticky'] : ['shared'];
}

function cellOf(facts: Omit<CellFacts, 'round'> & { readonly round: number }, heldOut: boolean) {
  return { ...cellSpec({ ...facts, ...(heldOut && { heldOut }) }), round: facts.round, heldOut };
}
