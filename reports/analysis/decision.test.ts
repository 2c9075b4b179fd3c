import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { decisionOf, decisionText, isDecided } from './decision.ts';

type Comparison = Results['comparisons'][number];

function pair(verdict: Comparison['verdict'], low: number, high: number, metric = 'cpu.total'): Comparison {
  const { bound: _, ...one } = fullResults.comparisons.find(({ kind }) => kind === 'scheme') as Comparison;
  return { ...one, metric, verdict, bound: { low, high } };
}

const text = (one: Comparison, decisionMargin?: number) =>
  decisionText(one, decisionMargin === undefined ? {} : { decisionMargin });

describe('what a bound is worth for a decision', () => {
  it('is too little where all of it lies within the margin', () => {
    assert.equal(text(pair('inconclusive', 0.86, 1.18)), 'at most 18 % apart: too little to decide an architecture');
    assert.equal(text(pair('equivalent', 0.96, 1.03)), 'at most 4 % apart: too little to decide an architecture');
  });

  it('is told with its direction where the verdict has one, or the bound leaves no other', () => {
    assert.equal(text(pair('better', 0.82, 0.98)), '2 % to 18 % cheaper: no reason to choose by cost');
    assert.equal(
      text(pair('inconclusive', 1.02, 1.18, 'throughput')),
      '2 % to 18 % more requests/s: no reason to choose by throughput',
    );
    assert.equal(text(pair('small', 0.997, 1.08, 'latency.p50')), 'at most 8 % slower: no reason to choose by latency');
  });

  it('is enough where all of it lies beyond', () => {
    assert.equal(text(pair('worse', 1.3, 1.512)), '30 % to 52 % dearer: enough to choose by cost');
    assert.equal(text(pair('better', 0.5, 0.75)), '25 % to 50 % cheaper: enough to choose by cost');
  });

  it('names by its title what has no words of its own', () => {
    assert.equal(text(pair('worse', 1.62, 1.67, 'bytes.up')), '62 % to 67 % more: enough to choose by request size');
  });

  it('is open where the margin lies in it, whether or not there is a winner', () => {
    const open = 'which may or may not reach the 25 % that would decide';
    assert.equal(text(pair('inconclusive', 0.7, 1.1)), `between 30 % cheaper and 10 % dearer, ${open}`);
    assert.equal(text(pair('better', 0.6, 0.9)), `10 % to 40 % cheaper, ${open}`);
  });

  it('follows the margin of the reader, in the words of the reader: 24 % cheaper is less than 25 %', () => {
    const one = pair('better', 0.76, 0.9);
    assert.deepEqual(
      [0.25, 0.24, 0.1, 0.05].map((decisionMargin) => decisionOf(one, { decisionMargin })?.state),
      ['within', 'open', 'beyond', 'beyond'],
    );
  });

  it('rounds its edges away from what is told', () => {
    assert.equal(text(pair('better', 0.8249, 0.9751)), '2 % to 18 % cheaper: no reason to choose by cost');
    assert.match(text(pair('inconclusive', 0.9, 1.1801)) ?? '', /^at most 19 % apart/);
  });

  it('is nothing without a bound, of a scheme beside itself, and of what nobody can choose', () => {
    const { bound: _, ...without } = pair('better', 0.8, 0.9);
    assert.equal(text(without), undefined);
    for (const kind of ['a-a', 'floor'] as const) assert.equal(text({ ...pair('better', 0.8, 0.9), kind }), undefined);
  });

  it('answers a question by a bound or by a verdict', () => {
    const { bound: _, ...without } = pair('better', 0.8, 0.9);
    assert.equal(isDecided(without, {}), true);
    assert.equal(isDecided({ ...without, verdict: 'inconclusive' }, {}), false);
    assert.equal(isDecided({ ...without, verdict: 'invalid' }, {}), false);
    assert.equal(isDecided(pair('inconclusive', 0.9, 1.1), {}), true);
    assert.equal(isDecided(pair('inconclusive', 0.7, 1.1), {}), false);
  });
});
