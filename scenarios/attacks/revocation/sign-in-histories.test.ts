import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Explored } from '../../kit/histories/explore.ts';
import attack from './sign-in-histories.ts';

const tally = { histories: 120, events: 500, requests: 4_000, accepted: 900, refused: 2_500, either: 40 };
const story = ['Ann signs in on the phone.', "Ann's phone logs out.", "What Ann's phone holds is still accepted."];
const difference = { kind: 'accepted', story, again: true, history: 7, path: '0:1', shrunk: 2 } as const;
const judge = (more: Partial<Explored> = {}) =>
  attack.judge({ seed: 1, tally, timePasses: true, whole: true, ...more });

describe('the judge of sign-in-histories', () => {
  it('calls it blocked when no history differs from the model, and says whether time passed', () => {
    const { outcome, because, tries } = judge();
    assert.deepEqual([outcome, tries], ['blocked', 120]);
    assert.equal(because, 'in 120 histories 2500 uses were refused after an end, and 900 accepted before it');
    assert.match(judge({ timePasses: false }).because, /in none of them did time pass$/);
  });

  it('tells the story of what was accepted after its end, or lost its protection, as a success', () => {
    const { outcome, because, successes } = judge({ difference });
    assert.deepEqual([outcome, successes], ['succeeded', 1]);
    assert.equal(
      because,
      "1. Ann signs in on the phone. 2. Ann's phone logs out. 3. What Ann's phone holds is still accepted.",
    );
    assert.equal(judge({ difference: { ...difference, kind: 'weakened' } }).outcome, 'succeeded');
  });

  it('gives no verdict when a good sign-in was refused, or a difference did not come out again', () => {
    assert.equal(judge({ difference: { ...difference, kind: 'refused' } }).outcome, 'inconclusive');
    assert.equal(judge({ difference: { ...difference, again: false } }).outcome, 'inconclusive');
  });

  it('gives no verdict when there was no time for each ending', () => {
    assert.equal(judge({ whole: false }).outcome, 'inconclusive');
    assert.equal(judge({ whole: false, difference }).outcome, 'succeeded');
  });

  it('gives no verdict when nothing was ever good, or never bad', () => {
    assert.equal(judge({ tally: { ...tally, accepted: 0 } }).outcome, 'inconclusive');
    assert.equal(judge({ tally: { ...tally, refused: 0 } }).outcome, 'inconclusive');
  });
});
