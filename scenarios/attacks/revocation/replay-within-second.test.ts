import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './replay-within-second.ts';

type Round = Parameters<typeof attack.judge>[0]['rounds'][number];

const ended: Round = { within: true, done: true, accepted: false };
const judge = (...rounds: readonly Round[]) => attack.judge({ rounds }).outcome;

describe('the judge of replay-within-second', () => {
  it('calls it blocked when every token ended in its second', () => {
    assert.equal(judge(ended, ended), 'blocked');
  });

  it('calls one that outlived it a success', () => {
    assert.equal(judge(ended, { ...ended, accepted: true }), 'succeeded');
  });

  it('concludes nothing from a round that took longer than a second, or whose order was refused', () => {
    assert.equal(judge({ ...ended, within: false, accepted: true }), 'inconclusive');
    assert.equal(judge({ ...ended, done: false, accepted: true }), 'inconclusive');
  });
});
