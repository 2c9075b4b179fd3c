import { command } from '../text/installation.ts';
import { centre, type Interval } from './interval.ts';

export const mostFurtherRounds = 200;

/**
 * How many rounds more would do, if centre and noise stay as they are: an interval shrinks with the root of its rounds.
 * Undefined where it would take more than anybody waits for.
 * @param seen the interval at the level that its next verdict asks.
 * @param noise how far identical servers may look apart. All in logs.
 */
export function furtherRounds(
  logs: readonly number[],
  seen: Interval,
  margin: number,
  noise: number,
): number | undefined {
  const half = (seen.high - seen.low) / 2;
  const distance = Math.abs(centre(logs));
  const shrink =
    distance > margin
      ? Math.min((distance - margin) / half, distance / (half + noise))
      : Math.min((margin - distance) / half, margin / Math.max(noise, margin));
  const further = Math.max(1, Math.ceil(logs.length / shrink ** 2) - logs.length);
  return further > mostFurtherRounds ? undefined : further;
}

/** What to do about it, as the end of a sentence. */
export function remedy(further: number | undefined, run: string): string {
  if (further === undefined) return `not even ${mostFurtherRounds} more rounds would settle it on this machine`;
  return `about ${further} more ${further === 1 ? 'round' : 'rounds'} would settle it: ${addRounds(run, further)}`;
}

/** The command that adds rounds to a stored run. */
export function addRounds(run: string, further: number): string {
  return command(`--resume ${run} --rounds +${further}`);
}
