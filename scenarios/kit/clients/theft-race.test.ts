import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { areApart, judgeTheftRace, type Theft } from './theft-race.ts';

const caught: Theft = {
  victimReturns: true,
  detectedMs: 480,
  thiefUntilMs: 300,
  thiefRenewals: 1,
  toldApart: false,
  livesOn: false,
};
const unseen: Theft = {
  victimReturns: false,
  thiefUntilMs: 2_700,
  thiefRenewals: 5,
  toldApart: false,
  livesOn: false,
};
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
    const { outcome, successes } = judge(caught, { ...unnoticed, toldApart: true });
    assert.deepEqual([outcome, successes], ['succeeded', 1]);
  });

  it('calls no theft unnoticed in which both always came at the same moment', () => {
    const { detectedMs: _, ...close } = caught;
    assert.equal(judge(caught, caught, close).outcome, 'window');
    assert.match(judge(caught, caught, close).because, /^2 of 3 thefts were detected/);
    assert.equal(judge(caught, close, close).outcome, 'inconclusive');
  });

  it('calls a family that outlives its detection a success', () => {
    assert.equal(judge({ ...caught, livesOn: true }).outcome, 'succeeded');
  });

  it('gives no verdict when no thief ever renewed', () => {
    assert.equal(judge({ ...caught, thiefUntilMs: 0, thiefRenewals: 0 }).outcome, 'inconclusive');
  });
});

describe('victim and thief', () => {
  const use = (who: 'victim' | 'thief', token: string, sentMs: number, next = 'same') =>
    ({ who, token, next, span: { sentMs, answeredMs: sentMs + 30 } }) as const;

  it('are told apart where one token was good for both, further apart than the grace window', () => {
    assert.equal(areApart([use('thief', 'a', 0), use('victim', 'a', 300)], 50), true);
    assert.equal(areApart([use('thief', 'a', 0), use('victim', 'a', 100)], 50), false);
    assert.equal(areApart([use('thief', 'a', 0), use('victim', 'b', 300)], 50), false);
    assert.equal(areApart([use('thief', 'a', 0), use('thief', 'a', 300)], 50), false);
  });

  it('are told apart where one token was given two successors, however close to each other', () => {
    assert.equal(areApart([use('thief', 'a', 0, 'b'), use('victim', 'a', 10, 'c')], 50), true);
  });
});
