import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TokenChanges } from './compact-token.ts';
import { isForbidden } from './forbidden.ts';

const now = 1_000;
const plain = { header: { alg: 'RS256', typ: 'JWT' }, payload: { sub: 'ann', exp: 2_000 } };
const stating = { header: { alg: 'RS256', typ: 'at+jwt' }, payload: { sub: 'ann', exp: 2_000, iss: 'i', aud: 'a' } };
const forbidden = (changes: TokenChanges, genuine = plain) => isForbidden(changes, genuine, now);

describe('what a standard forbids of a well-signed token', () => {
  it('is a critical header that is not understood, and a list that names nothing', () => {
    assert.ok(forbidden({ header: { crit: ['x'], x: 1 } }));
    assert.ok(forbidden({ header: { crit: [] } }));
    assert.ok(!forbidden({ header: { crit: ['alg'] } }));
  });

  it('is a time that is over, not yet there, or no number', () => {
    assert.ok(forbidden({ payload: { exp: 999 } }) && forbidden({ payload: { exp: '2000' } }));
    assert.ok(forbidden({ payload: { nbf: 1_001 } }) && forbidden({ payload: { nbf: null } }));
    assert.ok(!forbidden({ payload: { exp: undefined } }) && !forbidden({ payload: '{"exp":1e400}' }));
    assert.ok(!forbidden({ payload: { iat: 5_000 } }) && !forbidden({ payload: { nbf: 1 } }));
  });

  it('is another issuer, audience or type only where a genuine token states one', () => {
    const others = [{ payload: { iss: 'x' } }, { payload: { aud: ['x'] } }, { header: { typ: 'JWT' } }];
    assert.deepEqual(
      others.map((one) => forbidden(one)),
      [false, false, false],
    );
    assert.deepEqual(
      others.map((one) => forbidden(one, stating)),
      [true, true, true],
    );
    assert.ok(!forbidden({ payload: { iss: undefined } }, stating) && !forbidden({ header: { typ: 'x' } }));
  });

  it('is a payload that is no object', () => {
    assert.ok(forbidden({ payload: '[]' }) && forbidden({ payload: 'null' }) && forbidden({ payload: '' }));
  });

  it('is nothing else', () => {
    assert.ok(!forbidden({ header: { kid: null }, payload: { sub: true, role: [], jti: 1 } }, stating));
  });
});
