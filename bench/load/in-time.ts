/**
 * Rounds one after the other, as long as there is time: after the first, none that would not end by then. Each is taken
 * to last as long for each of its cells as the slowest before it.
 * @param until on the clock of `performance.now()`
 * @param stop no further one begins once it is aborted
 */
export function* inTime<Round extends readonly unknown[]>(
  rounds: readonly Round[],
  until: number,
  stop: AbortSignal,
): Generator<Round, void, void> {
  let msPerCell: number | undefined;
  for (const round of rounds) {
    const start = performance.now();
    if (stop.aborted || (msPerCell !== undefined && start + msPerCell * round.length > until)) return;
    yield round;
    msPerCell = Math.max(msPerCell ?? 0, (performance.now() - start) / round.length);
  }
}
