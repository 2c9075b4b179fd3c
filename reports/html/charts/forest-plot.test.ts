import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fullResults } from '../../results/fixtures/results.ts';
import { readResults } from '../../results/read-results.ts';
import type { Results } from '../../results/results.ts';
import { render } from '../markup.ts';
import { type Drawn, forestPlot, isDrawn, noiseAmong, reachOf } from './forest-plot.ts';

const shipped = readResults(
  JSON.parse(readFileSync(new URL('../../../../reports/example/results.json', import.meta.url), 'utf8')),
);
assert.ok('results' in shipped);

/** Of each ratio between schemes: whether it is drawn clear of both bands, and whether it has a winner. */
function clearAndWon(comparisons: Results['comparisons']) {
  const drawn = comparisons.filter(isDrawn);
  return drawn
    .filter(({ kind, verdict }) => kind === 'scheme' && verdict !== 'invalid')
    .map((one) => {
      const group = drawn.filter(({ scenario, metric }) => scenario === one.scenario && metric === one.metric);
      const band = Math.max(one.margin, noiseAmong(group));
      const [low, high] = reachOf(one as Drawn);
      return {
        what: `${one.scenario} ${one.metric} ${one.scheme} to ${one.reference}`,
        clear: low > 1 + band || high < Math.min(1 - one.margin, 1 / (1 + band)),
        won: one.verdict === 'better' || one.verdict === 'worse',
      };
    });
}

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

  it('lie clear of both bands with their whole line just where they have a winner', () => {
    const [jwt] = fullResults.comparisons.filter(({ kind }) => kind === 'scheme').filter(isDrawn);
    assert.ok(jwt);
    const narrow = { ...jwt, ratio: 0.77, ciLow: 0.73, ciHigh: 0.81 };
    const reach = (one: typeof narrow) => reachOf(one).map((edge) => edge.toFixed(2));
    // of an interval clear of the noise alone nothing follows for several pairs
    assert.deepEqual(reach({ ...narrow, bound: { low: 0.7, high: 1.19 }, verdict: 'inconclusive' }), ['0.70', '1.19']);
    const drawn = clearAndWon(shipped.results.comparisons);
    assert.equal(drawn.length, 15);
    assert.ok(drawn.some(({ won }) => won) && drawn.some(({ won }) => !won));
    for (const { what, clear, won } of drawn) assert.equal(clear, won, what);
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
