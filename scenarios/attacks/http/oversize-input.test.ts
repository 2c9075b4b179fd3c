import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './oversize-input.ts';

const refused = { way: 'login of 1 MB', status: 413 };
const bystander = { asked: 12, served: 12, slowestMs: 9 };

describe('the judge of oversize-input', () => {
  it('calls it blocked when all was refused, or the connection closed, and the bystander served', () => {
    assert.equal(attack.judge({ attempts: [refused, { way: 'x', status: 0 }], bystander }).outcome, 'blocked');
  });

  it('calls an input that was read to its end a success', () => {
    const attempts = [{ ...refused, status: 200, got: 'read to its end' }];
    assert.equal(attack.judge({ attempts, bystander }).outcome, 'succeeded');
  });

  it('calls a bystander who was not served a success, and an error its own outcome', () => {
    assert.equal(attack.judge({ attempts: [refused], bystander: { ...bystander, served: 11 } }).outcome, 'succeeded');
    assert.equal(attack.judge({ attempts: [{ ...refused, status: 500 }], bystander }).outcome, 'blocked-by-crash');
  });
});
