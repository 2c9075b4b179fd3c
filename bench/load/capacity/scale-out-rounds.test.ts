import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { scaledResults } from '../../../reports/results/fixtures/scale-out.ts';
import { quotaBefore } from './scale-out-rounds.ts';

const shares = { instanceCores: 0.1, by: 'cgroup v2' };

describe('what a store may use while instances are added', () => {
  it('is what it might use before, in a run that goes on, where instances are held to the same as then', () => {
    assert.equal(quotaBefore(scaledResults, 'scale-out', shares), 0.1);
    assert.equal(quotaBefore(scaledResults, 'scale-out', { ...shares, instanceCores: 0.2 }), undefined);
    assert.equal(quotaBefore(scaledResults, 'scale-out', { ...shares, by: undefined }), undefined);
    assert.equal(quotaBefore(scaledResults, 'another', shares), undefined);
  });

  it('is to be found out where no round has told yet', () => {
    assert.equal(quotaBefore({}, 'scale-out', shares), undefined);
    const withoutStore = (scaledResults.scaleOut ?? []).filter(({ storeCores }) => storeCores === null);
    assert.equal(quotaBefore({ scaleOut: withoutStore }, 'scale-out', shares), undefined);
  });
});
