import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { profiles } from './profiles.ts';
import { withSlo } from './slo-option.ts';

describe('--slo', () => {
  it('sets the latency objective of a profile that seeks a rate', () => {
    assert.deepEqual(withSlo(profiles.standard, '2.5ms'), {
      ...profiles.standard,
      slo: { ...profiles.standard.slo, p99Ms: 2.5 },
    });
  });

  it('refuses what is no time, or one that cannot be measured', () => {
    for (const wanted of ['25', 'fast', '-1ms', '1ms', '2000ms'])
      assert.equal(withSlo(profiles.full, wanted), `--slo '${wanted}' is no time between 2ms and 1000ms`);
  });

  it('refuses a profile that would ignore it', () => {
    assert.equal(
      withSlo(profiles.quick, '25ms'),
      '--slo needs --profile standard or full: quick has no time to seek a rate',
    );
  });
});
