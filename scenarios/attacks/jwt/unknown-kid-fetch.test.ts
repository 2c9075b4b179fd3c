import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './unknown-kid-fetch.ts';

const sound = { requests: 40, fetches: 0, ms: 200, believed: 0, genuineAccepted: true };
const judge = (seen: Partial<typeof sound>) => attack.judge({ ...sound, ...seen });

describe('the judge of unknown-kid-fetch', () => {
  it('allows one fetch, and one more each second', () => {
    assert.deepEqual([judge({ fetches: 1 }).outcome, judge({ fetches: 3, ms: 2_000 }).outcome], ['blocked', 'blocked']);
  });

  it('calls more a success, and a believed stranger in any case', () => {
    const { outcome, because } = judge({ fetches: 40 });
    assert.equal(outcome, 'succeeded');
    assert.equal(because, '40 tokens that name unknown keys had the key set fetched 40 times in 200 ms');
    assert.equal(judge({ believed: 1 }).outcome, 'succeeded');
  });

  it('gives no verdict where the machine was too slow, or the published key was refused', () => {
    assert.equal(judge({ fetches: 50, ms: 45_000 }).outcome, 'inconclusive');
    assert.equal(judge({ genuineAccepted: false }).outcome, 'inconclusive');
  });
});
