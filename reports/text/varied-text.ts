import type { Results } from '../results/results.ts';

/** What two servers were held against each other for, in a word, where schemes were built otherwise; empty elsewhere. */
export function variedText({ kind, variation = 'reference', isControl }: Results['comparisons'][number]): string {
  if (kind !== 'sensitivity') return '';
  return `sensitivity:${variation}${isControl ? ':a-a' : ''}`;
}
