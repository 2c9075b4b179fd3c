import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { comparedMetrics, inOrder, knownMetrics, measured, metric } from './metrics.ts';

describe('the metrics', () => {
  it('have one row each', () => {
    assert.equal(new Set(knownMetrics()).size, knownMetrics().length);
  });

  it('are refused without a row where they are collected, by the compiler too', () => {
    assert.deepEqual(measured('cpu.total', 812), { metric: 'cpu.total', unit: 'us', value: 812 });
    // @ts-expect-error: it has no row
    assert.throws(() => measured('no.such', 1), /no\.such/);
  });

  it('are shown by their names, after all others, where they have no row', () => {
    assert.deepEqual(metric('no.such'), { title: 'no.such', better: 'lower', headline: false, drawn: false });
    assert.equal(metric('some.rate').better, 'higher');
    assert.deepEqual(inOrder(['no.such', 'cpu.total', 'a.name', 'throughput']), [
      ...['throughput', 'cpu.total', 'a.name', 'no.such'],
    ]);
  });

  it('get a verdict where it is said which difference is of interest', () => {
    const margins = [...comparedMetrics].map(([name, { better, margin }]) => [name, better, margin]);
    assert.deepEqual(margins, [
      ['cpu.total', 'lower', 0.05],
      ['cpu.servers', 'lower', 0.05],
      ['latency.p50', 'lower', 0.05],
      ['latency.p99', 'lower', 0.1],
      ['throughput', 'higher', 0.05],
    ]);
  });
});
