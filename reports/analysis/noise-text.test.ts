import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../results/fixtures/results.ts';
import { noiseText } from './noise-text.ts';

describe('the noise of a run', () => {
  it('tells how far identical servers look apart, by the further end of each interval', () => {
    const control = fullResults.comparisons.find(({ kind, metric }) => kind === 'a-a' && metric === 'cpu.servers');
    assert.ok(control);
    const others = fullResults.comparisons.filter(({ kind }) => kind !== 'a-a');
    const noise = (ciLow: number | null, ciHigh: number | null) =>
      noiseText({ ...fullResults, comparisons: [...others, { ...control, ciLow, ciHigh }] });
    assert.equal(noise(0.8, 1.1), 'identical servers may look 25 % (CPU per request) apart');
    assert.equal(noise(0.95, 1.07), 'identical servers may look 7 % (CPU per request) apart');
    assert.equal(noise(0.996, 1.003), 'identical servers may look 0.402 % (CPU per request) apart');
    assert.equal(noise(null, null), undefined);
  });
});
