import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeTheftRace, type Theft } from './theft-race.ts';

const caught: Theft = {
  victimReturns: true,
  detectedMs: 480,
  thiefUntilMs: 300,
  thiefRenewals: 1,
  livesOn: false,
};
const unseen: Theft = { victimReturns: false, thiefUntilMs: 2_700, thiefRenewals: 5, livesOn: false };
const some = { count: 2, p5: 480, p25: 480, p50: 480, p75: 700, p95: 700, max: 700 };
const benign = {
  tabs: { races: 20, alarms: 5, perThousand: 250 },
  lost: { races: 20, alarms: 20, perThousand: 1_000 },
};
const distribution = { detectedMs: some, thiefUntilMs: some };
const judge = (...thefts: Theft[]) =>
  judgeTheftRace({ intervalMs: 500, horizonMs: 3_000, graceMs: 0, thefts, distribution, benign });

describe('the judge of a race between thief and victim', () => {
  it('calls it a window when every victim who came back ended the theft, and shows the blind spot', () => {
    const { outcome, windowMs, because } = judge(caught, { ...caught, detectedMs: 700, thiefUntilMs: 650 }, unseen);
    assert.deepEqual([outcome, windowMs], ['window', 650]);
    assert.match(
      because,
      /1 of 1 were never noticed\. False alarms without a grace window: 5 of 20 races of two honest tabs, 20 of 20 lost answers/,
    );
  });

  it('calls a theft that a returning victim did not end a success', () => {
    const { detectedMs: _, ...unnoticed } = caught;
    const { outcome, successes } = judge(caught, unnoticed);
    assert.deepEqual([outcome, successes], ['succeeded', 1]);
  });

  it('calls a family that outlives its detection a success', () => {
    assert.equal(judge({ ...caught, livesOn: true }).outcome, 'succeeded');
  });

  it('gives no verdict when no thief ever renewed', () => {
    assert.equal(judge({ ...caught, thiefUntilMs: 0, thiefRenewals: 0 }).outcome, 'inconclusive');
  });
});
