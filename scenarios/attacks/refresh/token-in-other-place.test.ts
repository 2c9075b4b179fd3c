import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './token-in-other-place.ts';

const refused = { way: 'refresh token as access', status: 401 };
const judge = (genuineAccepted: boolean, ...attempts: { way: string; status: number; got?: string }[]) =>
  attack.judge({ attempts, genuineAccepted });

describe('the judge of token-in-other-place', () => {
  it('calls it blocked when each was good at its own place alone', () => {
    assert.equal(judge(true, refused).because, '0 of 1 tokens at the place of another kind succeeded');
  });

  it('calls one that was believed a success, whatever became of it at its own place', () => {
    assert.equal(judge(false, refused, { way: 'x', status: 200, got: 'a successor' }).outcome, 'succeeded');
  });

  it('gives no verdict where they were good nowhere, or there was none', () => {
    assert.equal(judge(false, refused).outcome, 'inconclusive');
    assert.equal(judge(true).outcome, 'inconclusive');
  });
});
