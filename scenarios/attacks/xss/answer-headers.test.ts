import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './answer-headers.ts';

const sound = { at: 'me', status: 200, faults: [] };

describe('the judge of answer-headers', () => {
  it('calls it blocked when every answer protects itself', () => {
    assert.equal(attack.judge({ answers: [sound, { ...sound, status: 404 }] }).outcome, 'blocked');
  });

  it('names the first answer that lacks something', () => {
    const { outcome, successes, because } = attack.judge({
      answers: [sound, { ...sound, at: 'login', faults: ['may be framed'] }],
    });
    assert.deepEqual([outcome, successes], ['succeeded', 1]);
    assert.match(because, /login: may be framed/);
  });
});
