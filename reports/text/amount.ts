import { unitFor } from './unit.ts';
import { duration, figureTo } from './wording.ts';

/** What was measured, with its unit: `116 µs`, `1.77 ms`, `15 min 1 s`, `396 bytes`. */
export function amount(value: number, unit: string, digits?: number): string {
  return span(value, value, unit, digits);
}

/** In the unit of the higher one, which is said once: `0.848 to 1.77 ms`. One figure where both read alike. */
export function span(low: number, high: number, unit: string, digits = fewest): string {
  const us = microseconds[unit];
  if (us !== undefined && high * us >= 120e6 && digits === fewest)
    return joined(duration((low * us) / 1_000), duration((high * us) / 1_000));
  const { name, by } = us === undefined ? unitFor(unit, high) : unitFor('us', high * us);
  const isWhole = wholes.includes(unit) && high < 2 ** 20 && [low, high].every(Number.isInteger);
  const show = (value: number) => figureTo(isWhole ? 12 : digits, (value * (us ?? 1)) / by);
  const both = joined(show(low), show(high));
  return name === '' ? both : `${both} ${name === '1/s' ? 'per second' : name}`;
}

/** So many that two amounts that lie apart do not read alike: three where they lie 1 % apart. */
export function digitsApart(one: number, other: number): number {
  const gap = Math.abs(one - other) / Math.max(Math.abs(one), Math.abs(other));
  return gap > 0 ? Math.min(12, Math.max(fewest, 1 + Math.ceil(-Math.log10(gap)))) : fewest;
}

const fewest = 3;
const microseconds: Readonly<Record<string, number>> = { us: 1, ms: 1_000, s: 1_000_000 };
/** Units of what is counted, which is told to the last one. */
const wholes: readonly string[] = ['bytes', 'count'];

function joined(low: string, high: string): string {
  return low === high ? high : `${low} to ${high}`;
}
