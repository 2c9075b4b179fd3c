import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../servers/scheme.ts';
import { Settings } from '../../servers/settings.ts';
import attack from './refresh-absolute-expiry.ts';

const over = {
  renewals: 25,
  lastAcceptedMs: 3_950,
  ended: true,
  revived: false,
  access: { accepted: 18, lastAcceptedMs: 1_800, ended: true },
};
const judge = (seen: Partial<typeof over>) =>
  attack.judge(
    { ...over, ...seen },
    { settings: Settings.parse({ absoluteMs: 4_000, accessMs: 2_000 }), traits: {} as Traits },
  );

describe('the judge of refresh-absolute-expiry', () => {
  it('calls it blocked when no renewal was accepted past the end', () => {
    assert.equal(judge({}).outcome, 'blocked');
  });

  it('calls a renewal past the end, and one after a refusal, a success', () => {
    assert.equal(judge({ ended: false }).outcome, 'succeeded');
    assert.equal(judge({ revived: true }).outcome, 'succeeded');
    assert.equal(judge({ lastAcceptedMs: 4_151 }).outcome, 'succeeded');
  });

  it('calls an access token that outlives the end by more than its lifetime a success', () => {
    assert.equal(judge({ access: { ...over.access, lastAcceptedMs: 4_001 } }).outcome, 'succeeded');
  });

  it('gives no verdict when the end was not reached', () => {
    assert.equal(judge({ renewals: 1, lastAcceptedMs: 100 }).outcome, 'inconclusive');
  });
});
