import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fewestRounds } from '../../reports/statistics/verdict.ts';
import { profiles } from './profiles.ts';
import { withRounds } from './rounds.ts';
import { withRuntimes } from './runtime-variations.ts';

const { quick, standard } = profiles;
const none = { load: 0, sensitivity: 0 };

describe('a profile with other Node.js', () => {
  it('is as it was where there is none', () => {
    assert.equal(withRuntimes(quick, 0, false), quick);
  });

  it('has time for each of them and for its own, beside the other suites or alone', () => {
    const [one, three] = [1, 3].map((count) => withRuntimes(quick, count, false));
    assert.ok(one && three);
    assert.equal(three.sensitivity.reservedMs, 2 * one.sensitivity.reservedMs);
    assert.equal(three.maxMs, quick.maxMs + three.sensitivity.reservedMs);
    assert.equal(withRuntimes(quick, 3, true).maxMs, three.sensitivity.reservedMs);
  });

  it('has rounds enough for a verdict, and warms servers up as the newest Node.js needs it', () => {
    for (const profile of [quick, standard]) {
      const { alone, warmUp } = withRuntimes(profile, 1, true).sensitivity;
      assert.ok(alone >= fewestRounds && alone === 2 * profile.sensitivity.alone);
      assert.equal(warmUp.requests, 25_000);
    }
  });

  it('does not say how long it takes where rounds were asked for by number', () => {
    const asked = withRuntimes(withRounds(quick, '4', none), 2, true);
    const { alone, reservedMs } = asked.sensitivity;
    assert.deepEqual([asked.maxMs, reservedMs, alone], [quick.maxMs, Number.POSITIVE_INFINITY, 4]);
  });
});
