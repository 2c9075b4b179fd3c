import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import { decodeJwt, jwtVerify, SignJWT } from 'jose';
import { unsignedForgeries } from './forged-token.ts';

const key = new Uint8Array(32).fill(7);
const genuine = await new SignJWT({ role: 'user' })
  .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
  .setSubject('u1')
  .sign(key);
const forgeries = unsignedForgeries(genuine, { sub: 'u0', role: 'admin' });
const named = (mutation: string) => {
  const found = forgeries.find((forgery) => forgery.mutation === mutation);
  assert.ok(found, mutation);
  return found.token;
};

describe('forgeries of an unsigned token', () => {
  it('differ from the genuine token and from each other', () => {
    assert.equal(new Set([genuine, ...forgeries.map(({ token }) => token)]).size, forgeries.length + 1);
  });

  it('are all refused by a sound verifier that accepts the genuine one', async () => {
    assert.equal((await jwtVerify(genuine, key)).payload.sub, 'u1');
    for (const { mutation, token } of forgeries) await assert.rejects(jwtVerify(token, key), mutation);
  });

  it('carry the wanted claims', () => {
    assert.deepEqual(decodeJwt(named('claims changed')), { sub: 'u0', role: 'admin' });
    assert.deepEqual(decodeJwt(named('alg nOnE')), { sub: 'u0', role: 'admin' });
  });

  it('sign a blank-key token with the blank key', () => {
    const [header, payload, signature] = named('alg HS256, blank key').split('.');
    assert.equal(signature, createHmac('sha256', '').update(`${header}.${payload}`).digest('base64url'));
  });

  it('spell alg none in four ways with an empty signature', () => {
    const spellings = ['alg none', 'alg None', 'alg NONE', 'alg nOnE'].map((mutation) => {
      const [header = '', , signature] = named(mutation).split('.');
      assert.equal(signature, '');
      return JSON.parse(Buffer.from(header, 'base64url').toString()).alg;
    });
    assert.deepEqual(spellings, ['none', 'None', 'NONE', 'nOnE']);
  });

  it('append a NUL to the bytes of the signature, not to its text', () => {
    const signature = Buffer.from(named('NUL after the signature').split('.')[2] ?? '', 'base64url');
    assert.deepEqual([signature.length, signature.at(-1)], [33, 0]);
  });

  it('need a signed token to start from', () => {
    assert.throws(() => unsignedForgeries('opaque', {}), TypeError);
  });
});
