import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './predictable-identifier.ts';

describe('the judge of predictable-identifier', () => {
  const seen = { identifiers: 6, successors: 0, from: [] };

  it('calls it blocked when nothing was computed, and a success when one formula was found', () => {
    assert.equal(attack.judge(seen).outcome, 'blocked');
    const { outcome, because } = attack.judge({ ...seen, from: ['the name and the time'] });
    assert.equal(outcome, 'succeeded');
    assert.match(because, /the name and the time/);
  });

  it('gives no verdict on a single identifier', () => {
    assert.equal(attack.judge({ ...seen, identifiers: 1 }).outcome, 'inconclusive');
  });
});
