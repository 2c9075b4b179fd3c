import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { it } from 'node:test';
import { secretProblem } from './secret.ts';

it('a secret of 32 random bytes is good', () => {
  for (let draw = 0; draw < 1_000; draw++) {
    assert.equal(secretProblem('KEY', randomBytes(32).toString('base64url')), undefined);
  }
});

it('a secret that is short, repeated, or not base64url is not, and is not repeated back', () => {
  assert.equal(secretProblem('KEY', ''), 'KEY: give at least 32 random bytes as base64url');
  assert.equal(secretProblem('KEY', 'pass phrase'), 'KEY: give at least 32 random bytes as base64url');
  assert.equal(secretProblem('KEY', randomBytes(31).toString('base64url')), 'KEY: has 31 bytes, give at least 32');
  assert.equal(
    secretProblem('KEY', Buffer.alloc(64, 'abcdefgh').toString('base64url')),
    'KEY: repeats itself, draw it at random',
  );
});
