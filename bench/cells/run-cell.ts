import { failedOf } from '../../reports/analysis/failures.ts';
import type { Results } from '../../reports/results/results.ts';
import type { Everything } from '../plan/catalogue.ts';
import type { CellSpec } from '../plan/cell-spec.ts';
import type { Profile } from '../plan/profiles.ts';
import type { StoreHandle } from '../store/open-store.ts';
import type { RunContext } from '../targets/run-context.ts';
import type { CellOutcome } from './cell-outcome.ts';
import type { Progress } from './progress.ts';
import type { ResultsBuilder } from './results-builder.ts';

export interface Stop {
  /** Aborted by the first signal: no further cell is started. The reason is the signal's name. */
  readonly soft: AbortSignal;
  /** Aborted by the second: what is under way is cut. */
  readonly hard: AbortSignal;
}

export interface RunnerParts extends Pick<Everything, 'weaknesses' | 'schemes' | 'floor'> {
  readonly profile: Profile;
  /** When load rounds must have ended, on the clock of `performance.now()`, which nobody sets. */
  readonly deadline: number;
  readonly context: Omit<RunContext, 'store'>;
  readonly stores: readonly [StoreHandle, ...StoreHandle[]];
  readonly builder: ResultsBuilder;
  readonly progress: Progress;
  /** The run that this one is held against, where the two can be compared. */
  readonly baseline?: Results;
  readonly stop: Stop;
  /** Writes a file of the run's accounts, their passwords at another cost. */
  accountsAt(path: string, passwordCost: number): Promise<void>;
}

/** Drives one cell and saves what came of it; nothing where the run is about to end. */
export async function runCell(cell: CellSpec, parts: RunnerParts, act: () => Promise<CellOutcome>): Promise<void> {
  if (parts.stop.soft.aborted) return;
  parts.progress.cellStarted(cell.id, cell.facts.kind);
  const start = performance.now();
  const outcome = await act();
  parts.progress.cellEnded(cell.id);
  await record(cell, outcome, performance.now() - start, parts);
}

export async function record(
  { id, facts }: CellSpec,
  outcome: CellOutcome,
  tookMs: number,
  { builder, progress }: RunnerParts,
): Promise<void> {
  const { part, state, summary } = outcome;
  const durationMs = Math.round(tookMs);
  await builder.add({
    ...part,
    cells: [{ id, ...facts, state, durationMs, ...(state !== 'done' && { because: summary }) }],
  });
  progress.cellDone({ id, state, summary, durationMs, failed: failedOf(part) });
}
