import { centre, interval } from '../statistics/interval.ts';
import { median } from '../statistics/median.ts';

/**
 * The middle of the rounds and the edges of its 95 % interval. Factors between launches are alike in both directions, so
 * that intervals are of logs. Fewer than three values have none: their edges are the least and the most. What was divided by
 * nought is no value.
 */
export function edgesOf(measured: readonly number[]): { low: number; middle: number; high: number } | undefined {
  const values = measured.filter(Number.isFinite);
  const middle = median(values);
  if (middle === undefined) return undefined;
  const isPositive = values.every((value) => value > 0);
  const scale = isPositive ? values.map(Math.log) : values;
  const back = isPositive ? Math.exp : (value: number) => Math.max(0, value);
  const found = interval(scale, 0.95);
  return found
    ? { low: back(found.low), middle: back(centre(scale)), high: back(found.high) }
    : { low: Math.min(...values), middle, high: Math.max(...values) };
}
