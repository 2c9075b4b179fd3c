import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './store-dump-replay.ts';

const seen = { entries: 2, secrets: 2, readable: 0, presented: 3, accepted: 0, ownAccepted: true };
const judge = (change: Partial<typeof seen>) => attack.judge({ ...seen, ...change });

describe('the judge of store-dump-replay', () => {
  it('calls it blocked when nothing made from the dump spoke for the victim', () => {
    const { outcome, tries, successes } = judge({ readable: 1 });
    assert.deepEqual([outcome, tries, successes], ['blocked', 3, 0]);
  });

  it('calls one that did a success', () => {
    assert.equal(judge({ accepted: 1 }).outcome, 'succeeded');
  });

  it('calls it blocked as well where nothing that stands about the victim could be a credential', () => {
    const { outcome, because } = judge({ entries: 1, presented: 0 });
    assert.equal(outcome, 'blocked');
    assert.match(because, /^no word of 1 entries is long enough for a credential; 0 of 2 secret values/);
  });

  it('gives no verdict over an empty dump, or when not even the genuine credential works', () => {
    assert.equal(judge({ entries: 0, presented: 0 }).outcome, 'inconclusive');
    assert.equal(judge({ ownAccepted: false }).outcome, 'inconclusive');
  });
});
