import { lowerMedian } from './median.ts';
import { studentQuantile } from './student.ts';

/** Fewer say nothing of what is usual. */
export const fewestRuns = 10;
/** A level of fewer is no level. */
const shortest = 3;
/** How often values without a change are told to have one, at most. */
const falseAlarms = 0.01;

/** Nothing is measured as exactly as this: what differs by less is a sum that was rounded. */
const exactest = 1e-9;

/** Where values, one after the other, came to another level. */
export interface ChangePoint {
  /** Of the first value of the new level. */
  readonly index: number;
  /** The new level over the one before. */
  readonly ratio: number;
}

/**
 * Places at which the level of positive values changed: the split on whose sides mean logarithms are furthest apart, beside
 * their noise, kept where that is rare for the best of so many splits (Student's t, Bonferroni), then the same on either side
 * (binary segmentation). None below ten values. Pure.
 */
export function changePoints(values: readonly number[]): ChangePoint[] {
  if (values.length < fewestRuns) return [];
  const borders = [0, ...splitsOf(values.map(Math.log), 0), values.length];
  const levels = borders.slice(1).map((end, i) => lowerMedian(values.slice(borders[i], end)));
  return levels.slice(1).map((level, i) => ({ index: borders[i + 1] ?? 0, ratio: level / (levels[i] ?? Number.NaN) }));
}

function splitsOf(logs: readonly number[], from: number): number[] {
  const places = Array.from({ length: Math.max(0, logs.length - 2 * shortest + 1) }, (_, i) => i + shortest);
  const noise = Math.max(noiseOf(logs), exactest);
  const apart = (at: number) =>
    Math.abs(meanOf(logs.slice(0, at)) - meanOf(logs.slice(at))) / Math.sqrt(1 / at + 1 / (logs.length - at));
  const [best] = places.map((at) => ({ at, apart: apart(at) })).sort((a, b) => b.apart - a.apart);
  if (best === undefined) return [];
  // so many degrees of freedom has a variance from differences
  const rare = studentQuantile(1 - falseAlarms / places.length, Math.floor((2 * (logs.length - 1)) / 3));
  if (best.apart <= rare * noise) return [];
  const { at } = best;
  return [...splitsOf(logs.slice(0, at), from), from + at, ...splitsOf(logs.slice(at), from + at)];
}

/** By how much one differs from the next (von Neumann 1941): levels that come and go hardly add to it. */
function noiseOf(logs: readonly number[]): number {
  const squares = logs.slice(1).map((value, i) => (value - (logs[i] ?? value)) ** 2);
  return Math.sqrt(meanOf(squares) / 2);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
