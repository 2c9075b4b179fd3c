import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { syntheticUsers } from './synthetic-users.ts';

const digest = 'a'.repeat(43);
const one = [
  { key: `session:${digest}`, value: `{"id":"user-7","startedAt":1764115200000}`, ttlMs: 1_000 },
  { key: 'user:user-7:sessions', value: [digest] },
];

describe('synthetic users like one signed-in user', () => {
  it('has an account and an id of its own for each, in the same places, and the same number of bytes', () => {
    const [session, index, next] = [...syntheticUsers(one, 'user-7', 35, 2)];
    const drawn = session?.key.slice('session:'.length) ?? '';
    assert.match(drawn, /^[\w-]{43}$/);
    assert.notEqual(drawn, digest);
    assert.deepEqual(session, {
      ...one[0],
      key: `session:${drawn}`,
      value: `{"id":"00000z","startedAt":1764115200000}`,
    });
    assert.deepEqual(index, { key: 'user:00000z:sessions', value: [drawn] });
    assert.notEqual(next?.key, session?.key);
  });
});
