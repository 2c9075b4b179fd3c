import type { Arm } from '../../reports/results/arm.ts';
import { fewestRounds } from '../../reports/statistics/verdict.ts';
import type { LoadScenario } from '../../scenarios/kinds/load.ts';
import { createRandom, shuffled } from '../machine/random.ts';
import type { LaunchOptions } from '../targets/launch-options.ts';
import type { Target } from '../targets/target.ts';
import { type CellSpec, cellSpec } from './cell-spec.ts';
import type { Profile } from './profiles.ts';
import { balancedRounds } from './williams.ts';

/** One side of a comparison, and how its servers are launched. */
export interface LoadArm {
  readonly arm: Arm;
  readonly scheme: Target;
  /** What its servers have unlike those of the scheme's main arm. */
  readonly launchOptions?: Partial<LaunchOptions>;
  /** A measure and no choice: it need not keep the contract. */
  readonly measureOnly?: true;
  /** Arms of one group are interleaved with each other, and not with those of another group. */
  readonly group?: string;
  /** Measured in one go, and not in turn with others. */
  readonly alone?: true;
}

/** One arm in one round: a fresh launch. */
export interface LoadCell extends LoadArm, CellSpec {
  readonly scenario: LoadScenario;
  readonly round: number;
  /** Which one of its scenario and round it is, from 1. */
  readonly place: number;
  /** Whether its capacity is measured too. */
  readonly saturated: boolean;
}

export type LoadRound = readonly LoadCell[];

export interface Compared {
  readonly schemes: readonly Target[];
  readonly floor: Target;
}

/** The scenario that carries the comparison, with its A/A and floor arms; the others are run in fewer rounds. */
export const mainScenarioId = 'authenticated-read';

/**
 * Every round runs each arm of a scenario once, in Williams's orders drawn from the seed; the further scenarios only in
 * the first rounds. More rounds begin with the same ones as fewer, so that a run can be continued, but for a further
 * scenario that had too few for a verdict: with enough it has an A/A arm too, and so other orders.
 */
export function planLoad(
  scenarios: readonly LoadScenario[],
  all: Compared,
  extent: Profile['load'],
  seed: number,
): LoadRound[] {
  const orders = scenarios.map((scenario, i) => {
    const rounds = Math.min(extent.rounds, roundsOf(scenario, extent));
    return { scenario, rounds: balancedRounds(armsOf(scenario, all, rounds, extent), rounds, createRandom(seed + i)) };
  });
  const random = createRandom(seed);
  return Array.from({ length: extent.rounds }, (_, i) =>
    shuffled(orders, random).flatMap(({ scenario, rounds }) =>
      (rounds[i] ?? []).map((arm, place) => loadCell(scenario, arm, i + 1, place + 1)),
    ),
  ).filter((round) => round.length > 0);
}

function roundsOf({ id, cycle }: LoadScenario, { rounds, furtherRounds, mixedRounds }: Profile['load']): number {
  if (id === mainScenarioId) return rounds;
  return cycle ? mixedRounds : furtherRounds;
}

function armsOf(
  scenario: LoadScenario,
  { schemes, floor }: Compared,
  rounds: number,
  { planted }: Profile['load'],
): LoadArm[] {
  const main = measurableIn(scenario, schemes).map((scheme) => loadArm('main', scheme));
  const reference = main[0]?.scheme;
  const carriesAll = scenario.id === mainScenarioId;
  if (planted && reference) return calibration(reference, planted);
  return [
    ...main,
    // with fewer rounds there is no verdict, and so no use for an A/A arm; one that is alone is held against a baseline
    ...(reference && (carriesAll || rounds >= fewestRounds) ? [loadArm('a-a', reference)] : []),
    ...(carriesAll ? [{ ...loadArm('floor', floor), measureOnly: true as const }] : []),
  ];
}

/** Those that a scenario is measured on; the first of them is the reference. */
export function measurableIn(scenario: LoadScenario, schemes: readonly Target[]): Target[] {
  return schemes
    .filter(({ traits }) => scenario.appliesTo(traits) === true)
    .filter((scheme) => scheme.unmetLoadNeed(scenario) === undefined);
}

/** All of them carry what plants work, so that they differ by how much it plants alone. */
function calibration(scheme: Target, planted: readonly number[]): LoadArm[] {
  const carrying = (arm: LoadArm, plantedShare: number) => ({ ...arm, launchOptions: { plantedShare } });
  const main = loadArm('main', scheme);
  return [
    ...[main, loadArm('a-a', scheme)].map((arm) => carrying(arm, 0)),
    ...planted.map((share) => carrying({ ...main, arm: { ...main.arm, plantedShare: share } }, share)),
  ];
}

function loadArm(role: Arm['role'], scheme: Target): LoadArm {
  return { arm: { group: 'load', scheme: scheme.id, role }, scheme };
}

export function loadCell(scenario: LoadScenario, arm: LoadArm, round: number, place: number): LoadCell {
  const spec = cellSpec({ kind: 'load', scenario: scenario.id, scheme: arm.scheme.id, arm: arm.arm, round });
  return { ...arm, ...spec, scenario, round, place, saturated: scenario.saturate };
}
