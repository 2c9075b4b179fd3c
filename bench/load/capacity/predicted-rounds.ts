import type { Results } from '../../../reports/results/results.ts';
import type { RunnerParts } from '../../cells/run-cell.ts';
import { inTime } from '../in-time.ts';

interface Round {
  readonly heldOut: boolean;
}

/**
 * Rounds of what is measured; then what follows from them is written to disk, and only then the rounds begin that were
 * held out. What was predicted before, in a run that goes on, is not predicted again.
 */
export async function predictedRounds<Cell extends Round>(
  rounds: readonly (readonly Cell[])[],
  reservedMs: number,
  { builder, stop, progress }: Pick<RunnerParts, 'builder' | 'stop' | 'progress'>,
  predict: (results: Results, at: string) => NonNullable<Results['predictions']>,
  run: (round: readonly Cell[]) => Promise<void>,
): Promise<void> {
  const start = performance.now();
  const measured = rounds.filter(([first]) => first && !first.heldOut);
  for (const round of inTime(measured, start + measuredShare * reservedMs, stop.soft)) await run(round);
  if (stop.soft.aborted) return;
  const results = builder.results();
  const key = ({ quantity, scheme, point }: NonNullable<Results['predictions']>[number]) =>
    JSON.stringify([quantity, scheme, point.scenario, point.load, point.place, point.mode, point.instances]);
  const known = new Set((results.predictions ?? []).map(key));
  const predictions = predict(results, new Date().toISOString()).filter((one) => !known.has(key(one)));
  if (predictions.length > 0) {
    await builder.add({ predictions });
    progress.say(`predicted  ${predictions.length} figures, on disk before their points are measured`);
  }
  const heldOut = rounds.filter(([first]) => first?.heldOut);
  for (const round of inTime(heldOut, start + reservedMs, stop.soft)) await run(round);
}

/** Of the time; the rest is for what is held out. */
const measuredShare = 0.65;
