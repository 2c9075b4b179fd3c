import { fewestRounds } from '../../reports/statistics/verdict.ts';
import type { Profile } from '../plan/profiles.ts';

/**
 * Rounds one after the other, as long as there is time: after the first, none that would not end by then. Each is taken
 * to last as long for each of its cells as the slowest before it.
 * @param until on the clock of `performance.now()`
 * @param stop no further one begins once it is aborted
 * @param fewest so many are no use by halves: they have until another time
 */
export function* inTime<Round extends readonly unknown[]>(
  rounds: readonly Round[],
  until: number,
  stop: AbortSignal,
  fewest = { rounds: 0, until },
): Generator<Round, void, void> {
  let msPerCell: number | undefined;
  let begun = 0;
  for (const round of rounds) {
    const start = performance.now();
    const end = begun < fewest.rounds ? Math.max(until, fewest.until) : until;
    if (stop.aborted || (msPerCell !== undefined && start + msPerCell * round.length > end)) return;
    begun += 1;
    yield round;
    msPerCell = Math.max(msPerCell ?? 0, (performance.now() - start) / round.length);
  }
}

/** As many rounds as a verdict rests on, of a run that may have had some before; they may take half as long again. */
export function fewestFrom(
  until: number,
  rounds: readonly (readonly { readonly round: number }[])[],
  { maxMs }: Pick<Profile, 'maxMs'>,
): { rounds: number; until: number } {
  const before = (rounds[0]?.[0]?.round ?? 1) - 1;
  return { rounds: fewestRounds - before, until: until + maxMs / 2 };
}
