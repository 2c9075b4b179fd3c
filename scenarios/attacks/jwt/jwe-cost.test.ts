import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './jwe-cost.ts';

type Seen = Parameters<typeof attack.judge>[0];
const sound: Seen = {
  genuineMs: 4,
  costlyMs: 5,
  rounds: { tries: 5, slow: 0 },
  statuses: [401],
  accepted: 0,
  bystanderMs: { alone: 5, beside: 9 },
};
const judge = (seen: Partial<Seen>) => attack.judge({ ...sound, ...seen }).outcome;

describe('the judge of jwe-cost', () => {
  it('calls it blocked when a costly token is refused about as fast as a genuine one is accepted', () => {
    assert.equal(judge({}), 'blocked');
    assert.equal(judge({ rounds: { tries: 5, slow: 2 } }), 'blocked');
  });

  it('calls answers that took much longer in every round a success, and a believed token', () => {
    assert.equal(judge({ rounds: { tries: 3, slow: 3 } }), 'succeeded');
    assert.equal(judge({ accepted: 1 }), 'succeeded');
  });

  it('gives no verdict where they took long in most rounds and not in all: the machine may have stalled', () => {
    assert.equal(judge({ rounds: { tries: 5, slow: 3 } }), 'inconclusive');
  });

  it('calls a server error a crash, and a lost answer no verdict', () => {
    assert.equal(judge({ statuses: [401, 500] }), 'blocked-by-crash');
    assert.equal(judge({ statuses: [401, 0] }), 'inconclusive');
  });
});
