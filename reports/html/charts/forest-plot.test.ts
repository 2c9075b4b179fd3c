import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../../results/fixtures/results.ts';
import { render } from '../markup.ts';
import { forestPlot, isDrawn } from './forest-plot.ts';

describe('ratios with their intervals', () => {
  it('show beside the margin what the same server showed when it was measured twice, which decides too', () => {
    const twice = fullResults.comparisons.filter(({ kind }) => kind === 'a-a').filter(isDrawn)[0];
    assert.ok(twice);
    const noisy = { ...twice, ciLow: 0.77, ciHigh: 1.3, margin: 0.05 };
    const bands = (...comparisons: (typeof twice)[]) =>
      render(forestPlot('forest', ['session'], [{ title: '', comparisons }])).match(/class="noise"/g)?.length ?? 0;
    assert.equal(bands(noisy), 1);
    assert.equal(bands({ ...noisy, ciLow: 0.99, ciHigh: 1.01 }), 0);
    assert.equal(bands({ ...noisy, verdict: 'invalid' }), 0);
  });

  it('strike through what is invalid, and stretch no axis for it', () => {
    const [one] = fullResults.comparisons.filter(({ kind }) => kind === 'scheme').filter(isDrawn);
    assert.ok(one);
    const invalid = { ...one, verdict: 'invalid' as const, ratio: 0.2, ciLow: 0.19, ciHigh: 0.21 };
    const plot = (...comparisons: (typeof one)[]) =>
      render(forestPlot('forest', ['session', 'jwt'], [{ title: '', comparisons }]));
    const ticks = (text: string) => [...text.matchAll(/y="16"[^>]*>([\d.]+)</g)].map(([, tick]) => tick);
    assert.deepEqual(ticks(plot(one, invalid)), ticks(plot(one)));
    assert.match(plot(one, invalid), /text-decoration="line-through">0\.200</);
    assert.doesNotMatch(plot(one), /line-through|muted-mark/);
  });
});
