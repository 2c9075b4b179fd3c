import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './logout-resurrection.ts';

const ended = { overlapped: true, logoutDone: true, liveAfterLogout: false, resurrected: false, handedOut: false };
const judge = (...rounds: Partial<typeof ended>[]) =>
  attack.judge({ endsAlone: true, rounds: rounds.map((round) => ({ ...ended, ...round })) });

describe('the judge of logout-resurrection', () => {
  it('calls it blocked when every overlapping round stayed ended', () => {
    const { outcome, tries, successes } = judge({}, {}, { overlapped: false });
    assert.deepEqual([outcome, tries, successes], ['blocked', 2, 0]);
  });

  it('calls one revived sign-in a success', () => {
    const { outcome, because } = judge({}, { resurrected: true });
    assert.deepEqual([outcome, because], ['succeeded', 'the ended sign-in came back to life in 1 of 2 rounds']);
  });

  it('calls a cookie that late answers set again a success too, unless few of them crossed the logout', () => {
    assert.equal(judge({}, { handedOut: true }).outcome, 'succeeded');
    assert.equal(judge({}, {}, { handedOut: true }).outcome, 'blocked');
  });

  it('gives no verdict when the logout never ended the sign-in', () => {
    assert.equal(judge({ liveAfterLogout: true, resurrected: true }).outcome, 'inconclusive');
    const never = { endsAlone: false, rounds: [{ ...ended, resurrected: true }] };
    assert.equal(attack.judge(never).outcome, 'inconclusive');
  });

  it('gives no verdict when nothing overlapped or every logout was refused', () => {
    assert.equal(judge({ overlapped: false }).outcome, 'inconclusive');
    assert.equal(judge({ logoutDone: false }).outcome, 'inconclusive');
  });
});
