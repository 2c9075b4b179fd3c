import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './refresh-absolute-expiry.ts';

type Seen = Parameters<typeof attack.judge>[0];

const refusal = { age: { leastMs: 4_050, mostMs: 4_300 }, silence: { leastMs: 150, mostMs: 400 } };
const kept = { uses: 25, lastAcceptedMs: 3_950, refusal };
const over: Seen = { kept, revived: false, access: { accepted: 18, lastAcceptedMs: 1_800, ended: true } };
const judge = (seen: Partial<Seen>) =>
  attack.judge(
    { ...over, ...seen },
    { settings: Settings.parse({ idleMs: 1_500, absoluteMs: 4_000, accessMs: 2_000 }), traits: {} as Traits },
  );

describe('the judge of refresh-absolute-expiry', () => {
  it('calls it blocked when no renewal was accepted past the end', () => {
    assert.equal(judge({}).outcome, 'blocked');
  });

  it('calls a renewal that came for certain after the end, and one after a refusal, a success', () => {
    assert.equal(judge({ kept: { uses: 40, lastAcceptedMs: 6_020 } }).outcome, 'succeeded');
    assert.equal(judge({ revived: true }).outcome, 'succeeded');
    assert.equal(judge({ kept: { ...kept, lastAcceptedMs: 4_026 } }).outcome, 'succeeded');
  });

  it('calls nothing late whose sign-in may have begun as late as its answer', () => {
    assert.equal(judge({ kept: { ...kept, lastAcceptedMs: 4_000 } }).outcome, 'blocked');
  });

  it('calls an access token that outlives the end by more than its lifetime a success', () => {
    assert.equal(judge({ access: { ...over.access, lastAcceptedMs: 4_001 } }).outcome, 'succeeded');
  });

  it('gives no verdict when the end was not reached, or silence may have ended it', () => {
    const early = { ...refusal, age: { leastMs: 100, mostMs: 200 } };
    assert.equal(judge({ kept: { uses: 1, lastAcceptedMs: 90, refusal: early } }).outcome, 'inconclusive');
    const silent = { ...refusal, silence: { leastMs: 900, mostMs: 1_480 } };
    assert.equal(judge({ kept: { ...kept, refusal: silent } }).outcome, 'inconclusive');
  });
});
