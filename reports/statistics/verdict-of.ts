import type { Results } from '../results/results.ts';
import { percent } from '../text/wording.ts';
import type { Interval } from './interval.ts';
import type { Rules } from './rules.ts';

export interface Called {
  readonly verdict: Results['comparisons'][number]['verdict'];
  readonly because: string;
}

/** What the ratio of two came to, as logs. */
export interface Found {
  /** At 95 %. */
  readonly seen: Interval;
  /** How far identical servers may look apart. */
  readonly noise: number;
  /** How far the two moved apart while they were measured. */
  readonly apart?: number;
  /** What the interval that counts for several pairs at once tells; where absent, the one at 95 % does. */
  readonly corrected?: { readonly isDecided: boolean; readonly isDirected: boolean; readonly by: string };
}

/**
 * The one place that reads an interval. A winner needs all of it beyond the margin and beyond what identical servers may
 * look apart. Where the two were still moving apart, a winner needs as much more, and equals as much less.
 * @param text the ratio, as a sentence begins with it
 */
export function verdictOf(
  text: string,
  { seen, noise, apart = 0, corrected }: Found,
  { better, margin }: Pick<Rules, 'better' | 'margin'>,
): Called {
  const inside = Math.log1p(margin);
  const bar = Math.max(inside, noise);
  const say = (verdict: Called['verdict'], words: string) => ({ verdict, because: `${text} ${words}` });
  const moved = `the two moved ${percent(Math.expm1(apart))} apart while they were measured`;
  const asks = `${percent(Math.expm1(bar + apart))}${apart > 0 ? `, which is asked because ${moved}` : ''}`;
  const alike = percent(Math.expm1(noise));

  if (corrected?.isDecided ?? beyond(seen, bar + apart))
    return say(seen.high < 0 === (better === 'lower') ? 'better' : 'worse', `lies wholly beyond ${asks}`);
  if (noise <= inside && within(seen, inside - apart))
    return say('equivalent', `lies inside the margin of ${percent(margin)}`);
  if (noise <= inside && (corrected?.isDirected ?? beyond(seen, apart)) && !beyond(seen, inside))
    return say('small', `excludes 1 but reaches into the margin of ${percent(margin)}`);

  if (beyond(seen, bar + apart)) return say('inconclusive', `lies beyond ${asks}, but not after ${corrected?.by}`);
  if (beyond(seen, bar)) return say('inconclusive', `reaches into the ${asks}`);
  if (beyond(seen, inside))
    return say('inconclusive', `reaches into the ${alike} that identical servers may look apart`);
  if (within(seen, inside) && (apart > 0 || noise > inside))
    return say(
      'inconclusive',
      `lies inside the margin of ${percent(margin)}, but ${apart > 0 ? moved : `identical servers may look ${alike} apart`}`,
    );
  return say('inconclusive', `lies neither beyond the margin of ${percent(margin)} nor inside it`);
}

export function beyond({ low, high }: Interval, bound: number): boolean {
  return low > bound || high < -bound;
}

function within({ low, high }: Interval, bound: number): boolean {
  return low > -bound && high < bound;
}
