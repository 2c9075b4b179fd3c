import { setMaxListeners } from 'node:events';
import type { CellOutcome } from '../cells/cell-outcome.ts';
import { type RunnerParts, runCell } from '../cells/run-cell.ts';
import type { CellSpec } from '../plan/cell-spec.ts';
import type { LoadCell } from '../plan/plan-load.ts';
import type { RunContext } from '../targets/run-context.ts';
import { interleave, type Slot } from './interleave.ts';
import type { ArmSlot } from './load-setup.ts';

/**
 * The arms of each scenario are brought up together, and measured in turn; as many as fit, where there are many. Whoever
 * ends the run ends the round: half of it is of no use.
 */
export async function runRound<C extends CellSpec & Grouped>(
  round: readonly C[],
  parts: RunnerParts,
  act: (cell: C, context: Pick<RunContext, 'signal'>, slot: ArmSlot) => Promise<CellOutcome>,
): Promise<void> {
  const { soft, hard } = parts.stop;
  const signal = AbortSignal.any([soft, hard]);
  // every arm listens for as long as it is up
  setMaxListeners(0, signal);
  for (const cells of groups(round)) {
    const slots = interleave(cells.length);
    const ready: Promise<unknown>[] = [];
    const running: Promise<void>[] = [];
    const failures: unknown[] = [];
    for (const [i, cell] of cells.entries()) {
      await ready[i - launchedAtOnce];
      const up = gate();
      const { next, leave } = slots[i] as Slot;
      // also where the cell was skipped or failed before its first turn: nobody else knows that its slot is empty
      running.push(
        runCell(cell, parts, () => act(cell, { signal }, { next: undisturbed(next, parts), ready: up.open }))
          // at once: while others are still launched, nobody waits for it
          .catch((error) => void failures.push(error))
          .finally(() => {
            up.open();
            leave();
          }),
      );
      ready.push(up.promise);
    }
    await Promise.all(running);
    await parts.context.cores?.release([process.pid]);
    if (failures.length > 0 && !soft.aborted) throw failures[0];
  }
}

/** A turn during which nobody draws. */
function undisturbed(next: Slot['next'], { progress }: Pick<RunnerParts, 'progress'>): Slot['next'] {
  return (act) => next(() => progress.measured(act));
}

/** Who is up at the same time. */
export function groups<C extends Grouped>(round: readonly C[]): C[][] {
  return apart(round, ({ scenario }) => scenario).flatMap((cells) => [
    ...apart(
      cells.filter(({ alone }) => !alone),
      ({ group }) => group,
    ).flatMap(even),
    ...cells.filter(({ alone }) => alone).map((cell) => [cell]),
  ]);
}

/** Cells of one scenario are up together, but for what is to be apart. */
type Grouped = Pick<LoadCell, 'group' | 'alone'> & { readonly scenario: unknown };

function apart<C>(cells: readonly C[], by: (cell: C) => unknown): C[][] {
  return [...new Set(cells.map(by))].map((key) => cells.filter((cell) => by(cell) === key));
}

function even<C>(cells: readonly C[]): C[][] {
  const count = Math.ceil(cells.length / mostInOneGroup);
  return Array.from({ length: count }, (_, group) => cells.filter((_, i) => i % count === group));
}

/** Each is a process or more, and waits for the others between two slices. */
const mostInOneGroup = 8;
/** Launched and warmed up: more would only wait for each other's share of the processors. */
const launchedAtOnce = 2;

function gate(): { readonly promise: Promise<void>; open(): void } {
  let open: () => void = () => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}
