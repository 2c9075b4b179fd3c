import { passesOf } from '../../reports/comparison/remeasured.ts';
import { isMain } from '../../reports/results/arm.ts';
import type { Results } from '../../reports/results/results.ts';
import type { LoadScenario } from '../../scenarios/kinds/load.ts';
import { inTime } from '../load/in-time.ts';
import { runLoad } from '../load/load.ts';
import type { LoadParts } from '../load/load-parts.ts';
import { openMeasuringContext } from '../load/measuring-context.ts';
import { ratesBefore } from '../load/offered-rates.ts';
import { runRound } from '../load/run-round.ts';
import { planConfirmation, type Suspect } from '../plan/plan-confirmation.ts';
import type { Compared, LoadRound } from '../plan/plan-load.ts';
import { type AcceptanceCriteria, held } from '../runs/acceptance-criteria.ts';
import type { Target } from '../targets/target.ts';
import type { Gate } from './options.ts';

export interface Confirming {
  readonly scenarios: readonly LoadScenario[];
  /** External ones, as they were found. */
  readonly targets: readonly Target[];
  readonly criteria: AcceptanceCriteria;
  readonly failOn: readonly Gate[];
  /** How often a breach is measured again before it fails the run. */
  readonly passes: number;
  readonly seed: number;
}

/** Measures again what would fail the run by a figure, and that alone. What attacks showed is proof already. */
export async function confirmBreaches(all: Confirming, parts: LoadParts): Promise<void> {
  const { builder, stop, progress } = parts;
  for (let pass = 1; pass <= all.passes && !stop.soft.aborted; pass += 1) {
    const results = held(builder.results(), all.criteria);
    const again = confirmations(results, all, parts, pass);
    if (again.length === 0) return;
    for (const { suspect, scenario, rounds } of again) {
      const { length } = rounds;
      progress.say(
        `confirm    ${scenario.id} of ${suspect.schemes.join(', ')} broke a limit: measured again in ${length} ${length === 1 ? 'round' : 'rounds'}`,
      );
      await runRounds(rounds, ratesBefore(results, 'load').get(scenario.id) ?? 1, parts);
    }
  }
}

interface Again {
  readonly suspect: Suspect;
  readonly scenario: LoadScenario;
  readonly rounds: readonly LoadRound[];
}

/** What a pass measures: suspects that have not had that pass yet, of what is measured in rounds of load. */
export function confirmations(
  results: Results,
  all: Pick<Confirming, 'scenarios' | 'targets' | 'criteria' | 'failOn' | 'seed'>,
  { schemes, floor }: Compared,
  pass: number,
): Again[] {
  const compared = { schemes: [...schemes, ...all.targets], floor };
  return suspectsOf(results, all)
    .filter(({ scenario }) => passesOf(results, scenario).length < pass)
    .flatMap((suspect) => {
      const scenario = all.scenarios.find(({ id }) => id === suspect.scenario);
      if (!scenario) return [];
      const of = { rounds: roundsOf(results, suspect), pass, seed: all.seed };
      return [{ suspect, scenario, rounds: planConfirmation(suspect, scenario, compared, of) }];
    });
}

/** What is at level error and breached, or worse than the baseline; one entry for each scenario. */
export function suspectsOf(
  { budgets = [], baseline }: Pick<Results, 'budgets' | 'baseline'>,
  { criteria, failOn }: Pick<Confirming, 'criteria' | 'failOn'>,
): Suspect[] {
  const failing = failOn.includes('none') ? [] : failOn;
  const breached = new Set(budgets.filter(({ state }) => state === 'breached').map(({ id }) => id));
  const limits = failing.includes('budget') ? (criteria.budgets?.budgets ?? []) : [];
  const changes = failing.includes('regression') && baseline?.mismatches.length === 0 ? baseline.changes : [];
  const found: Suspect[] = [
    ...limits.flatMap((one) =>
      'metric' in one && one.level === 'error' && breached.has(one.id)
        ? [{ scenario: one.scenario, schemes: 'vs' in one ? [one.scheme, one.vs] : [one.scheme], isRatio: 'vs' in one }]
        : [],
    ),
    ...changes
      .filter(({ verdict }) => verdict === 'worse')
      .map(({ scenario, scheme }) => ({ scenario, schemes: [scheme], isRatio: true })),
  ];
  return [...new Set(found.map(({ scenario }) => scenario))].map((scenario) => {
    const alike = found.filter((one) => one.scenario === scenario);
    return {
      scenario,
      schemes: [...new Set(alike.flatMap(({ schemes }) => schemes))].filter((scheme) => scheme !== 'baseline'),
      isRatio: alike.some(({ isRatio }) => isRatio),
    };
  });
}

function roundsOf({ samples }: Results, { scenario }: Suspect): number {
  const own = samples.filter((one) => one.scenario === scenario && isMain(one));
  return Math.max(1, ...own.map(({ round }) => round));
}

async function runRounds(rounds: readonly LoadRound[], rate: number, parts: LoadParts): Promise<void> {
  const { profile, stop } = parts;
  const until = performance.now() + profile.load.reservedMs;
  await using measuring = await openMeasuringContext(parts);
  const { generator, context } = measuring;
  for (const round of inTime(rounds, until, stop.soft))
    await runRound(round, parts, (cell, { signal }, slot) =>
      runLoad(cell, rate, { extent: profile.load, generator, context: { ...context, signal }, slot }),
    );
}
