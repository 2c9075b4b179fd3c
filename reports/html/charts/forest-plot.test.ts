import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../../results/fixtures/results.ts';
import { render } from '../markup.ts';
import { forestPlot, isDrawn } from './forest-plot.ts';

describe('ratios with their intervals', () => {
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
