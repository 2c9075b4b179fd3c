import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { claimsOf } from './readable.ts';

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('what can be read without a key', () => {
  it('is the payload of a signed token, whatever its signature', () => {
    assert.deepEqual(claimsOf(`${encoded({ alg: 'HS256' })}.${encoded({ sub: 'user-1' })}.x`), { sub: 'user-1' });
  });

  it('is a cookie that is only encoded', () => {
    assert.deepEqual(claimsOf(Buffer.from('{"id":"user-1"}').toString('base64')), { id: 'user-1' });
  });

  it('is nothing of a random id, of a number or of an empty text', () => {
    assert.deepEqual(['kR7_hTqvWm2YcP0sJx9dLbN4aEoZ1uFiG6wKt8Qe3rM', encoded(7), ''].map(claimsOf), [
      undefined,
      undefined,
      undefined,
    ]);
  });
});
