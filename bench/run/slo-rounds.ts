import type { Results } from '../../reports/results.ts';
import { leastRate, runLadder, runSearch } from '../cells/slo.ts';
import { startGenerator } from '../load/generator.ts';
import type { SloPlan } from '../plan/plan-slo.ts';
import type { Grounds } from '../target/target.ts';
import { type RunnerParts, runCell } from './run-cell.ts';
import { ladder } from './seek-rate.ts';

/** First each scheme's highest rate, then all schemes on one ladder of rates around what was found. */
export async function runSlo(plan: SloPlan, parts: RunnerParts): Promise<void> {
  const { profile, stores, draft, stop, progress } = parts;
  const { slo, load } = profile;
  if (!slo || plan.searches.length + plan.ladder.length === 0 || stop.soft.aborted) return;
  const until = performance.now() + slo.reservedMs;
  const extent = { load, slo };
  const grounds: Grounds = { ...parts.grounds, store: stores[0] };
  await using generator = await startGenerator();
  await inTime(plan.searches, (cell) => runCell(cell, parts, () => runSearch(cell, extent, generator, grounds)));
  const rates = ladderOf(draft.results().samples, slo);
  if (rates.length === 0) return;
  progress.say(`load       latency at ${rates.join(', ')} requests/s`);
  await inTime(plan.ladder, (cell) => runCell(cell, parts, () => runLadder(cell, rates, extent, generator, grounds)));

  /** None begins that would not end in time, as long as the longest before it. */
  async function inTime<T>(cells: readonly T[], act: (cell: T) => Promise<void>): Promise<void> {
    let longestMs = 0;
    for (const cell of cells) {
      const start = performance.now();
      if (stop.soft.aborted || start + longestMs > until) return;
      await act(cell);
      longestMs = Math.max(longestMs, performance.now() - start);
    }
  }
}

/** From where nobody is pressed to a little beyond what the best one held. */
function ladderOf(
  samples: Results['samples'],
  { ladder: { rates }, blockMs }: { ladder: { rates: number }; blockMs: number },
) {
  const found = (name: string) => samples.filter(({ metric }) => metric === name).map(({ value }) => value);
  const lows = found('slo.rate.low');
  if (lows.length === 0) return [];
  const most = 1.1 * Math.max(...lows, ...found('slo.rate.high'));
  return ladder(Math.max(leastRate({ blockMs }), Math.min(...lows) / 5), most, rates);
}
