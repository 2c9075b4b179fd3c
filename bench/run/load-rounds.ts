import { isSettled } from '../../reports/statistics/looks.ts';
import { findRates, runLoad } from '../cells/load.ts';
import { isForeign } from '../foreign/subject.ts';
import { type Generator, startGenerator } from '../load/generator.ts';
import type { LoadRound } from '../plan/plan-load.ts';
import { mainScenario } from '../plan/plan-load.ts';
import type { Grounds } from '../target/target.ts';
import type { RunnerParts } from './run-cell.ts';
import { runRound } from './run-round.ts';

/**
 * Rounds go on until the plan is done, until a look finds every verdict decided, or until the next one would not end in
 * time. What other suites took beyond their share is not taken from the rounds.
 */
export async function runLoadRounds(rounds: readonly LoadRound[], parts: RunnerParts): Promise<void> {
  const { profile, stores, deadline, stop, draft, progress } = parts;
  if (rounds.length === 0 || stop.soft.aborted) return;
  const { looks, reservedMs } = profile.load;
  const until = Math.max(deadline, performance.now() + reservedMs);
  const grounds: Grounds = { ...parts.grounds, store: stores[0] };
  await using generator = await startGenerator();
  const rates = await offered(rounds, generator, grounds, parts);
  let msPerCell = 0;
  let last = 0;
  for (const round of rounds) {
    const start = performance.now();
    if (last > 0 && start + msPerCell * round.length > until) break;
    await runRound(round, parts, (cell, { signal }, part) =>
      runLoad(cell, rates.get(cell.scenario.id) ?? 1, profile.load, generator, { ...grounds, signal }, part),
    );
    if (stop.soft.aborted) break;
    msPerCell = Math.max(msPerCell, (performance.now() - start) / round.length);
    last = round[0]?.round ?? last;
    if (!looks.includes(last)) continue;
    draft.looked(last);
    const { comparisons } = draft.results();
    if (!isSettled(comparisons, mainScenario)) continue;
    progress.say(`load       every verdict on ${mainScenario} is decided after ${last} rounds`);
    break;
  }
  draft.looked(last);
}

async function offered(
  rounds: readonly LoadRound[],
  generator: Generator,
  grounds: Grounds,
  { schemes, profile, progress, draft }: RunnerParts,
): Promise<ReadonlyMap<string, number>> {
  const scenarios = [...new Set(rounds.flat().map(({ scenario }) => scenario))];
  const before = new Map(
    draft
      .results()
      .samples.filter(({ metric }) => metric === 'rate.offered')
      .map(({ scenario, value }) => [scenario, value]),
  );
  const unknown = scenarios.filter(({ id }) => !before.has(id));
  const found = await findRates(unknown, schemes, profile.load, generator, grounds);
  const rates = new Map([...before, ...found]);
  for (const [id, rate] of rates) rates.set(id, Math.min(rate, ...mostForTargets(rounds)));
  for (const { id } of scenarios) progress.say(`load       ${id}: ${rates.get(id)} requests/s offered to every arm`);
  return rates;
}

/** Half of what each target that is not ours may be asked: the rest is for what else is going on. */
function mostForTargets(rounds: readonly LoadRound[]): number[] {
  return rounds.flat().flatMap(({ scheme }) => (isForeign(scheme) ? [scheme.foreign.ceilings.ratePerSecond / 2] : []));
}
