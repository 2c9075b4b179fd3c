import { setMaxListeners } from 'node:events';
import type { CellOutcome } from '../cells/cell-outcome.ts';
import { type RunnerParts, runCell } from '../cells/run-cell.ts';
import type { LoadCell } from '../plan/plan-load.ts';
import type { RunContext } from '../targets/run-context.ts';
import type { Part } from './load.ts';
import { type Turns, takeTurns } from './turns.ts';

/**
 * The arms of each scenario are brought up together, and measured in turn; as many as fit, where there are many. Whoever
 * ends the run ends the round: half of it is of no use.
 */
export async function runRound<C extends Pick<LoadCell, 'id'> & Seated>(
  round: readonly C[],
  parts: RunnerParts,
  act: (cell: C, context: Pick<RunContext, 'signal'>, part: Part) => Promise<CellOutcome>,
): Promise<void> {
  const { soft, hard } = parts.stop;
  const signal = AbortSignal.any([soft, hard]);
  // every arm listens for as long as it is up
  setMaxListeners(0, signal);
  for (const cells of tables(round)) {
    const seats = takeTurns(cells.length);
    const ready: Promise<unknown>[] = [];
    const running: Promise<void>[] = [];
    const failures: unknown[] = [];
    for (const [i, cell] of cells.entries()) {
      await ready[i - launchedAtOnce];
      const up = gate();
      const { next, leave } = seats[i] as Turns;
      // also where the cell was skipped or failed before its first turn: nobody else knows that its seat is empty
      running.push(
        runCell(cell, parts, () => act(cell, { signal }, { next, ready: up.open }))
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

/** Who is up at the same time. */
export function tables<C extends Seated>(round: readonly C[]): C[][] {
  return apart(round, ({ scenario }) => scenario).flatMap((cells) => [
    ...apart(
      cells.filter(({ alone }) => !alone),
      ({ table }) => table,
    ).flatMap(even),
    ...cells.filter(({ alone }) => alone).map((cell) => [cell]),
  ]);
}

type Seated = Pick<LoadCell, 'scenario' | 'table' | 'alone'>;

function apart<C>(cells: readonly C[], by: (cell: C) => unknown): C[][] {
  return [...new Set(cells.map(by))].map((key) => cells.filter((cell) => by(cell) === key));
}

function even<C>(cells: readonly C[]): C[][] {
  const count = Math.ceil(cells.length / mostAtOneTable);
  return Array.from({ length: count }, (_, table) => cells.filter((_, i) => i % count === table));
}

/** Each is a process or more, and waits for the others between two slices. */
const mostAtOneTable = 8;
/** Launched and warmed up: more would only wait for each other's share of the processors. */
const launchedAtOnce = 2;

function gate(): { readonly promise: Promise<void>; open(): void } {
  let open: () => void = () => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}
