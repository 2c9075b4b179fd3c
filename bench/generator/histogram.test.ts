import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createHistogram, encodeHistogram, merge, recordMs } from './histogram.ts';

function ofMicroseconds(from: number, to: number): string {
  const histogram = createHistogram();
  for (let us = from; us <= to; us++) histogram.recordValue(us);
  return encodeHistogram(histogram);
}

describe('a latency histogram', () => {
  it('merges without loss: 1..1000 with 1001..2000 has its p99 at 1980', () => {
    const both = merge([ofMicroseconds(1, 1_000), ofMicroseconds(1_001, 2_000)]);
    assert.equal(both.totalCount, 2_000);
    assert.equal(both.getValueAtPercentile(50), 1_000);
    assert.equal(both.getValueAtPercentile(99), 1_980);
    assert.equal(both.maxValue, 2_000);
  });

  it('keeps three digits over the wire at every size, also beyond its first range', () => {
    const histogram = createHistogram();
    for (const ms of [0.0004, 0.05, 1.5, 863, 60_000]) recordMs(histogram, ms);
    const copy = merge([encodeHistogram(histogram)]);
    const at = (percentile: number) => copy.getValueAtPercentile(percentile);
    assert.deepEqual([at(20), at(40), at(60)], [0, 50, 1_500]);
    assert.ok(Math.abs(at(80) / 863_000 - 1) < 0.001);
    assert.ok(Math.abs(at(100) / 60_000_000 - 1) < 0.001);
  });

  it('merges nothing to nothing', () => {
    assert.equal(merge([]).totalCount, 0);
  });
});
