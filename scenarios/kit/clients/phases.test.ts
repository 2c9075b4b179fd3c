import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { phasesOf, recoveryOf, type Sent } from './phases.ts';

const moments = { begunAt: 0, injectedAt: 1_000, healedAt: 2_000, endedAt: 4_000 };
const sent = (sentAt: number, endedAt: number, outcome: Sent['outcome'] = 'served'): Sent => ({
  ...{ sentAt, endedAt, outcome },
  step: 'me',
  answer: '200',
});

describe('the phases of a fault', () => {
  it('count a request where it was sent, and with the fault when that was injected while it was under way', () => {
    const all = [sent(10, 14), sent(990, 1_500, 'failed'), sent(1_900, 2_100, 'late'), sent(2_000, 2_002, 'refused')];
    const { before, during, after } = phasesOf(all, moments);
    const { slices: _, ...counted } = before;
    const { slices: __, ...spoiled } = during;
    assert.deepEqual(counted, { lastedMs: 1_000, requests: 1, refused: 0, failed: 0, late: 0, medianMs: 4 });
    assert.deepEqual(spoiled, { lastedMs: 1_000, requests: 2, refused: 0, failed: 1, late: 1, medianMs: 0 });
    assert.deepEqual([after.requests, after.refused], [1, 1]);
  });

  it('tell of each tenth of a second what became of the requests that were sent in it', () => {
    const all = [
      sent(10, 14),
      sent(20, 24),
      sent(990, 1_500, 'failed'),
      sent(1_150, 1_160, 'refused'),
      sent(1_190, 1_900),
    ];
    const { before, during, after } = phasesOf([...all, sent(4_050, 4_060)], { ...moments, healedAt: 1_250 });
    const none = (length: number) => Array.from({ length }, () => 0);
    assert.deepEqual(before.slices, { everyMs: 100, served: [2, ...none(9)], refused: none(10), missed: none(10) });
    assert.deepEqual(during.slices, { everyMs: 100, served: [0, 1, 0], refused: [0, 1, 0], missed: [1, 0, 0] });
    assert.deepEqual(after.slices.served, [...none(27), 1]);
  });

  it('end with the last request that the fault spoiled after its end, or do not end', () => {
    assert.equal(recoveryOf([sent(1_900, 2_100, 'failed'), sent(2_500, 2_501)], moments, 800), 0);
    assert.equal(recoveryOf([sent(2_100, 2_300, 'failed')], moments, 800), 300);
    assert.equal(recoveryOf([sent(3_300, 3_310, 'refused')], moments, 800), null);
  });
});
