import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRandom } from '../machine/random.ts';
import { isSteady, settling } from './steady.ts';

describe('a warm-up', () => {
  it('is not steady before there are five windows', () => {
    assert.equal(settling([100, 100, 100, 100]), undefined);
    assert.equal(isSteady([100, 100, 100, 100]), false);
    assert.equal(isSteady([100, 100, 100, 100, 100]), true);
  });

  it('is not steady while the cost still falls, however evenly', () => {
    assert.equal(isSteady([112, 109, 106, 103, 100]), false);
    assert.equal(settling([112, 109, 106, 103, 100])?.drift.toFixed(3), '-0.113');
    assert.equal(isSteady([104, 103, 102, 101, 100]), true);
  });

  it('is steady where windows differ by noise, with no slope or with what noise draws of one', () => {
    assert.equal(settling([100, 125, 100, 125, 100])?.drift, 0);
    assert.equal(isSteady([100, 125, 100, 125, 100]), true);
    const { drift = 0, error = 0 } = settling([112, 90, 118, 88, 95]) ?? {};
    assert.deepEqual([drift.toFixed(3), error.toFixed(3)], ['-0.143', '0.179']);
    assert.equal(isSteady([112, 90, 118, 88, 95]), true);
  });

  it('is not steady while the cost falls by more than the noise around the fall', () => {
    assert.equal(isSteady([180, 150, 148, 120, 116]), false);
    assert.equal(isSteady([200, 150, 125, 112, 106]), false);
  });

  it('is at rest in 9 of 10 of even cost under the noise of a shared machine, and in hardly any whose cost halves', () => {
    const random = createRandom(7);
    const noise = () => 1 + 0.09 * Math.sqrt(12 / 3) * (random() + random() + random() - 1.5);
    const atRest = (fallTo: number) =>
      Array.from({ length: 2_000 }, () =>
        Array.from({ length: 5 }, (_, i) => noise() * (1 - ((1 - fallTo) * i) / 4)),
      ).filter((windows) => isSteady(windows)).length / 2_000;
    assert.ok(atRest(1) > 0.88, `even: ${atRest(1)}`);
    assert.ok(atRest(0.5) < 0.05, `halved: ${atRest(0.5)}`);
  });

  it('is judged by its last five windows alone', () => {
    assert.equal(isSteady([900, 400, 101, 99, 100, 101, 99]), true);
  });
});
