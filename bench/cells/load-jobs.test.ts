import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { profiles } from '../plan/profiles.ts';
import { sliceMsAt } from './load-jobs.ts';

describe('a slice of load', () => {
  const extent = { ...profiles.quick.load, sliceMs: 250 };

  it('is as long as the profile says, and longer where few requests come', () => {
    assert.deepEqual(
      [1_000, 100, 50, 20, 1].map((perSecond) => sliceMsAt(perSecond, extent)),
      [250, 250, 500, 1_250, 2_000],
    );
  });
});

describe('the slices of every profile', () => {
  it('are even in number, for the way there and back', () => {
    for (const { id, load, sensitivity } of Object.values(profiles))
      assert.deepEqual([load.slices % 2, sensitivity.slices % 2], [0, 0], id);
  });
});
