import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { scaleOut } from '../results/fixtures/scale-out.ts';
import { growthText } from './growth-text.ts';

describe('how throughput grows, in words', () => {
  it('is how many times as much most instances carry, and where something else than servers was at its end', () => {
    assert.equal(
      growthText({ scaleOut }),
      'Reads that 8 instances carry, against those of one: 5.00 times with session (the store was at its end from 6 on), ' +
        '8.00 times with session, sticky, 8.00 times with jwt and 8.00 times with jwt-refresh. ' +
        'Each instance was held to 10 % of a core by cgroup v2, since this machine has no core for each of them. ' +
        'The store was held to 10 %, so that its end is reached.',
    );
  });

  it('is not told by what is not valid, nor by one number of instances', () => {
    const without = (instances: number) => scaleOut.filter((row) => row.instances !== instances);
    assert.equal(growthText({ scaleOut: without(1) }), undefined);
    assert.equal(growthText({ scaleOut: scaleOut.filter(({ instances }) => instances === 1) }), undefined);
    assert.equal(growthText({ scaleOut: scaleOut.map((row) => ({ ...row, valid: false })) }), undefined);
    assert.equal(growthText({}), undefined);
  });
});
