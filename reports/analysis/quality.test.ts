import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emptyResults, fullResults } from '../results/fixtures/results.ts';
import { quality } from './quality.ts';

const [template] = fullResults.samples;
const rowsOf = (figures: Readonly<Record<string, number>>) =>
  quality({
    ...emptyResults,
    samples: Object.entries(figures).map(([metric, value]) => ({ ...template!, metric, value })),
  });

describe('data quality', () => {
  it('has a row for what was recorded, and none for what was not', () => {
    const recorded = { 'achieved.ratio': 1, errors: 0, 'machine.foreign': 0.02, 'machine.waiting': 0.1 };
    const ids = (figures: Readonly<Record<string, number>>) =>
      rowsOf(figures)
        .map(({ id }) => id)
        .filter((id) => id === 'steal' || id === 'generator-lag');
    assert.deepEqual(ids(recorded), []);
    assert.deepEqual(ids({ ...recorded, 'lag.p99': 900, 'machine.steal': 0.01 }), ['generator-lag', 'steal']);
    assert.deepEqual(
      rowsOf(recorded).filter(({ measured }) => measured.includes('NaN')),
      [],
    );
  });
});
