import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './answer-headers.ts';

const sound = { at: 'me', status: 200, faults: [] };

describe('the judge of answer-headers', () => {
  it('calls it blocked when every answer protects itself', () => {
    assert.equal(attack.judge({ answers: [sound, { ...sound, status: 404 }] }).outcome, 'blocked');
  });

  it('names what is lacking, and the answers that lack it', () => {
    const { outcome, successes, because } = attack.judge({
      answers: [
        { ...sound, faults: ['names its software'] },
        { ...sound, at: 'login', faults: ['may be framed', 'names its software'] },
      ],
    });
    assert.deepEqual([outcome, successes], ['succeeded', 2]);
    assert.match(because, /: names its software \(me, login\); may be framed \(login\)$/);
  });
});
