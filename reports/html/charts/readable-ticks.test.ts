import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readableTicks } from './readable-ticks.ts';

describe('places of an axis', () => {
  it('leave room for their labels, also where many long ones were asked for', () => {
    const ticks = [0, 2_000, 4_000, 6_000, 8_000, 10_000, 12_000];
    const kept = readableTicks(
      ticks,
      (tick) => 92 + tick / 58,
      (tick) => tick.toLocaleString('en'),
    );
    assert.deepEqual(kept, [0, 4_000, 8_000, 12_000]);
  });

  it('are all kept where they are short', () => {
    assert.deepEqual(
      readableTicks([0, 1, 2], (tick) => 40 * tick, String),
      [0, 1, 2],
    );
  });
});
