import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './http-desync-input.ts';

describe('the judge of http-desync-input', () => {
  it('takes a refusal and a closed connection for blocked', () => {
    const attempts = [
      { way: 'folded header', status: 400 },
      { way: 'no version', status: 0 },
    ];
    assert.equal(attack.judge({ attempts }).outcome, 'blocked');
  });

  it('calls a second answer on the connection a success', () => {
    const attempts = [{ way: 'chunks beside Content-Length', status: 200, got: '2 answers to one request' }];
    assert.equal(attack.judge({ attempts }).outcome, 'succeeded');
  });

  it('names a crash', () => {
    assert.equal(attack.judge({ attempts: [{ way: 'address /%', status: 500 }] }).outcome, 'blocked-by-crash');
  });
});
