import { isSettled } from '../../reports/statistics/looks.ts';
import type { LoadRound } from '../plan/plan-load.ts';
import { mainScenarioId } from '../plan/plan-load.ts';
import { fewestFrom, inTime } from './in-time.ts';
import { loadOffered } from './load.ts';
import type { LoadParts } from './load-parts.ts';
import { openMeasuringContext } from './measuring-context.ts';
import { offeredRates } from './offered-rates.ts';
import { runRound } from './run-round.ts';

/**
 * Rounds go on until the plan is done, until a look finds every verdict decided, or until the next one would not end in
 * time. What other suites took beyond their share is not taken from the rounds. With fewer than a verdict rests on, all of
 * them were in vain: for these it may take half as long again.
 */
export async function runLoadRounds(rounds: readonly LoadRound[], parts: LoadParts): Promise<void> {
  const { profile, deadline, stop, builder, progress } = parts;
  if (rounds.length === 0 || stop.soft.aborted) return;
  const { looks, reservedMs } = profile.load;
  const until = Math.max(deadline, performance.now() + reservedMs);
  await using measuring = await openMeasuringContext(parts);
  const { generator, context } = measuring;
  const offerTo = await offeredRates('load', rounds, profile.load, measuring, parts);
  let last = 0;
  for (const round of inTime(rounds, until, stop.soft, fewestFrom(until, rounds, profile))) {
    await runRound(round, parts, (cell, { signal }, slot) =>
      loadOffered(cell, offerTo(cell), { extent: profile.load, generator, context: { ...context, signal }, slot }),
    );
    if (stop.soft.aborted) break;
    last = round[0]?.round ?? last;
    if (!looks.includes(last)) continue;
    builder.looked('load', last);
    const { comparisons } = builder.results();
    if (!isSettled(comparisons, mainScenarioId)) continue;
    progress.say(`load       every verdict on ${mainScenarioId} is decided after ${last} rounds`);
    break;
  }
  builder.looked('load', last);
}
