import type { Results } from '../../../reports/results/results.ts';
import { runCell } from '../../cells/run-cell.ts';
import type { SloPlan } from '../../plan/plan-slo.ts';
import { inTime } from '../in-time.ts';
import type { LoadParts } from '../load-parts.ts';
import { openMeasuringContext } from '../measuring-context.ts';
import { runRound } from '../run-round.ts';
import { rateSweep } from './seek-rate.ts';
import { leastRate, runRateSweep, runSearch } from './slo.ts';

/** First each scheme's highest rate, then all schemes in turn on one rate sweep of rates around what was found. */
export async function runSlo(plan: SloPlan, parts: LoadParts): Promise<void> {
  const { profile, builder, stop, progress } = parts;
  const { slo, load } = profile;
  if (!slo || plan.searches.length + plan.rateSweep.length === 0 || stop.soft.aborted) return;
  const until = performance.now() + slo.reservedMs;
  const extent = { load, slo };
  await using measuring = await openMeasuringContext(parts);
  const { generator, context } = measuring;
  const searches = plan.searches.map((cell) => [cell] as const);
  for (const [cell] of inTime(searches, until, stop.soft))
    await runCell(cell, parts, () => runSearch(cell, extent, generator, context));
  const rates = rateSweepOf(builder.results().samples, slo);
  if (rates.length === 0) return;
  progress.say(`load       latency at ${rates.join(', ')} requests/s`);
  for (const round of inTime(plan.rateSweep, until, stop.soft))
    await runRound(round, parts, (cell, { signal }, slot) =>
      runRateSweep(cell, rates, { extent, generator, context: { ...context, signal }, slot }),
    );
}

/** From where nobody is pressed to a little beyond what the best one held. */
function rateSweepOf(
  samples: Results['samples'],
  { rateSweep: { rates }, blockMs }: { rateSweep: { rates: number }; blockMs: number },
) {
  const found = (name: string) => samples.filter(({ metric }) => metric === name).map(({ value }) => value);
  const lows = found('slo.rate.low');
  if (lows.length === 0) return [];
  const most = 1.1 * Math.max(...lows, ...found('slo.rate.high'));
  return rateSweep(Math.max(leastRate({ blockMs }), Math.min(...lows) / 5), most, rates);
}
