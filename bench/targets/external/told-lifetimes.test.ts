import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CredentialSpec } from '../../../servers/scheme.ts';
import { toldLifetimes } from './told-lifetimes.ts';

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = `${encoded({ alg: 'HS256' })}.${encoded({ iat: 1_000, exp: 1_900 })}.x`;
const bearer = { header: 'authorization', prefix: 'Bearer ' };
const spec = (role: CredentialSpec['role'], place: CredentialSpec['in']): CredentialSpec => ({
  role,
  from: 'set-cookie',
  in: place,
});

function told(
  credentials: Record<string, CredentialSpec>,
  reply: { token?: string; body?: unknown; cookies?: string[] },
) {
  const { token, body, cookies = [] } = reply;
  const credential = token === undefined ? {} : { access: { role: 'access', values: { token } } as const };
  return toldLifetimes({ credentials }, { status: 200, headers: { 'set-cookie': cookies }, body, ms: 1, credential });
}

describe('lifetimes that a login tells', () => {
  it('are those of a token by its claims, or by what stands beside it in seconds', () => {
    const access = { access: spec('access', bearer) };
    assert.deepEqual(told(access, { token: jwt, body: { expires_in: 60 } }), { access: 900_000 });
    assert.deepEqual(told(access, { token: 'opaque', body: { expires_in: 60 } }), { access: 60_000 });
    const refresh = { ...access, refresh: spec('refresh', { field: 'r' }) };
    assert.deepEqual(told(refresh, { body: { expires_in: 60, refresh_expires_in: 600 } }), {
      access: 60_000,
      refresh: 600_000,
    });
  });

  it('are the Max-Age of a cookie, and nothing where nothing is told', () => {
    const session = { session: spec('session', { cookies: ['sid'] }), kept: spec('companion', { cookies: ['csrf'] }) };
    assert.deepEqual(told(session, { cookies: ['sid=1; Max-Age=1209600', 'csrf=2; Max-Age=5'] }), {
      session: 1_209_600_000,
    });
    assert.deepEqual(told(session, { cookies: ['sid=1; Max-Age=0', 'sid=2'] }), {});
  });
});
