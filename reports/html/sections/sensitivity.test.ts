import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { armOf } from '../../results/fixtures/arm.ts';
import { emptyResults } from '../../results/fixtures/results.ts';
import type { Results } from '../../results/results.ts';
import { render } from '../markup.ts';
import { sensitivity } from './sensitivity.ts';

type Comparison = Results['comparisons'][number];

const compared = (
  variation: string | undefined,
  metric: string,
  verdict: Comparison['verdict'],
  of: readonly [scheme: string, reference: string] = ['jwt', 'session'],
): Comparison => ({
  ...{ kind: 'sensitivity', ...(variation && { variation }), scenario: 'authenticated-read', metric, verdict },
  ...{ scheme: of[0], reference: of[1], ratio: 0.8, ciLow: 0.75, ciHigh: 0.85 },
  ...{ ciLevel: 0.95, margin: 0.05, rounds: 8, because: '' },
});
const variation = (id: string, choice: string) => ({ id, kind: 'sensitivity', title: id, question: '', choice });
const sample = { scenario: 'authenticated-read', scheme: 'jwt', round: 1, metric: 'cpu.total', unit: 'us', value: 1 };

function shown(comparisons: Comparison[]): string {
  const variations = [...new Set(comparisons.flatMap(({ variation }) => variation ?? []))];
  const page = sensitivity({
    ...emptyResults,
    run: { ...emptyResults.run, schemes: ['session', 'jwt'] },
    scenarios: [
      variation('far', 'how far the store is'),
      variation('near', 'how far the store is'),
      variation('rs256', 'the algorithm'),
      { ...variation('floor-of-jose', 'what the reference adds to its libraries'), isLibrary: true },
    ],
    samples: variations.map((variation) => ({
      ...{ ...sample, arm: armOf('sensitivity', 'jwt', 'main', { variation }), valid: true },
    })),
    comparisons,
  });
  return page ? render(page) : '';
}

const asTheyAre = [compared(undefined, 'cpu.total', 'better'), compared(undefined, 'latency.p50', 'worse')];

describe('what a conclusion depends on', () => {
  it('is told of cost and of latency apart: the distance of the store moves one of them', () => {
    const page = shown([
      ...asTheyAre,
      ...[compared('far', 'cpu.total', 'better'), compared('far', 'latency.p50', 'better')],
    ]);
    assert.match(page, /Which scheme costs less CPU per request does not depend on how far the store is, as far/);
    assert.match(page, /Which scheme has the lower median latency depends on how far the store is\./);
    assert.match(page, /<td>jwt to session: [^<]*the conclusion holds</);
    assert.match(page, /<td>jwt to session: [^<]*the conclusion flips</);
  });

  it('is no choice that held in one case and is undecided in another', () => {
    const page = shown([
      ...asTheyAre,
      ...[compared('far', 'cpu.total', 'better'), compared('near', 'cpu.total', 'inconclusive')],
    ]);
    assert.doesNotMatch(page, /CPU per request (does not )?depends? on/);
    assert.match(page, /1 of 2 ratios of CPU are undecided/);
  });

  it('is not what the bench put there as a measure: that is held against the limit of a server', () => {
    const page = shown([...asTheyAre, compared('floor-of-jose', 'cpu.servers', 'better', ['jwt', 'jwt'])]);
    assert.match(page, /<small>over floor-of-jose<\/small>/);
    assert.match(page, /1\.25 \[1\.18, 1\.33\]/);
    assert.doesNotMatch(page, /what the reference adds/i);
  });
});
