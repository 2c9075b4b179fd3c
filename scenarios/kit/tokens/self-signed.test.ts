import assert from 'node:assert/strict';
import { KeyObject, X509Certificate } from 'node:crypto';
import { describe, it } from 'node:test';
import { generateKeyPair } from 'jose';
import { selfSigned } from './self-signed.ts';

describe('a self-signed certificate', () => {
  it('is read by OpenSSL, carries the key and is signed with it', async () => {
    const own = await generateKeyPair('ES256', { extractable: true });
    const [privateKey, publicKey] = [KeyObject.from(own.privateKey), KeyObject.from(own.publicKey)];
    const certificate = new X509Certificate(selfSigned(privateKey, publicKey));
    assert.equal(certificate.subject, 'CN=forger');
    assert.ok(certificate.publicKey.equals(publicKey));
    assert.ok(certificate.verify(publicKey));
    assert.ok(Date.parse(certificate.validFrom) < Date.now() && Date.parse(certificate.validTo) > Date.now());
  });
});
