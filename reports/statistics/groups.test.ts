import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createNoise } from '../results/fixtures/noise.ts';
import { groupsIn } from './groups.ts';

describe('launches of one server', () => {
  it('fall into two groups where some came out otherwise than the rest', () => {
    const logs = [0, 0.01, 0.3, -0.01, 0.02, 0.31, 0.29, 0, 0.01].map((log) => log + 1);
    const found = groupsIn(logs);
    assert.deepEqual(
      [found?.lower.count, found?.upper.count, found?.lower.centre.toFixed(3), found?.upper.centre.toFixed(3)],
      [6, 3, '1.005', '1.300'],
    );
  });

  it('do not where one of them is alone, where both are close, or where there are few', () => {
    assert.equal(groupsIn([0, 0.01, -0.01, 0, 0.02, 0.01, 0, 0.9]), undefined);
    assert.equal(groupsIn([0, 0.001, 0, 0.001, 0.1, 0.101, 0.1, 0.101]), undefined);
    assert.equal(groupsIn([0, 0, 0, 0.5, 0.5, 0.5]), undefined);
  });

  it('hardly ever do where they differ by noise alone', () => {
    const noise = createNoise(5);
    const called = (launches: number) =>
      Array.from({ length: 1_000 }, () => groupsIn(Array.from({ length: launches }, () => noise.normal(0.16)))).filter(
        (found) => found !== undefined,
      ).length / 1_000;
    assert.ok(called(8) <= 0.03, `of 8: ${called(8)}`);
    assert.ok(called(12) <= 0.005, `of 12: ${called(12)}`);
  });

  it('do where a third of them costs half as much again', () => {
    const noise = createNoise(6);
    const bimodal = () => Array.from({ length: 12 }, (_, i) => noise.normal(0.05) + (i % 3 === 0 ? Math.log(1.5) : 0));
    const found = Array.from({ length: 200 }, () => groupsIn(bimodal())).filter((groups) => groups !== undefined);
    assert.ok(found.length >= 160, `${found.length} of 200`);
  });
});
