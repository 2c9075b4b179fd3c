import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { redact, redactText, shortDigest } from './redact.ts';

const b64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('redaction', () => {
  it('keeps a token readable and cuts its signature', () => {
    const unsigned = `${b64({ alg: 'HS256' })}.${b64({ sub: 'user-1' })}`;
    const signature = randomBytes(32).toString('base64url');
    assert.equal(redactText(`Bearer ${unsigned}.${signature}`), `Bearer ${unsigned}.[signature cut]`);
  });

  it('turns every random id of 128 bits or more into eight digits', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 64 }), (bytes) => {
        const secret = `A0z${Buffer.from(bytes).toString('base64url')}`;
        assert.ok(!redactText(`cookie=${secret}; next`).includes(secret.slice(3, 20)));
      }),
    );
    const uuid = randomUUID();
    assert.equal(redactText(uuid), `#${shortDigest(uuid)}`);
    const hex = createHash('sha256').update('x').digest('hex');
    assert.equal(redactText(hex), `#${shortDigest(hex)}`);
  });

  it('leaves the words of the bench alone', () => {
    const words = 'refresh-double-spend on jwt-refresh at 127.0.0.1:40123, round 20 of 20, 2026-11-23T10:00:00.000Z';
    assert.equal(redactText(words), words);
  });

  it('reaches strings inside nested facts', () => {
    const secret = 'aB3-aB3-aB3-aB3-aB3-aB3-aB3';
    assert.deepEqual(redact({ a: [{ b: secret, n: 1 }] }), { a: [{ b: `#${shortDigest(secret)}`, n: 1 }] });
  });
});
