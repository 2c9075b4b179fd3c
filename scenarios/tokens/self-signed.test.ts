import assert from 'node:assert/strict';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { describe, it } from 'node:test';
import { selfSigned } from './self-signed.ts';

describe('a self-signed certificate', () => {
  it('is read by OpenSSL, carries the key and is signed with it', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const certificate = new X509Certificate(selfSigned(privateKey, publicKey));
    assert.equal(certificate.subject, 'CN=forger');
    assert.ok(certificate.publicKey.equals(publicKey));
    assert.ok(certificate.verify(publicKey));
    assert.ok(Date.parse(certificate.validFrom) < Date.now() && Date.parse(certificate.validTo) > Date.now());
  });
});
