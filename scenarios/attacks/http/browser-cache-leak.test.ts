import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './browser-cache-leak.ts';

describe('the judge of browser-cache-leak', () => {
  it('calls it blocked when no answer is kept, and a success when one is', () => {
    assert.equal(attack.judge({ attempts: [{ way: 'me', status: 200 }] }).outcome, 'blocked');
    const kept = { way: 'me', status: 200, got: 'an answer that is kept (Cache-Control: private)' };
    assert.equal(attack.judge({ attempts: [kept] }).outcome, 'succeeded');
  });

  it('knows nothing when no answer spoke for anybody', () => {
    assert.equal(attack.judge({ attempts: [] }).outcome, 'inconclusive');
  });
});
