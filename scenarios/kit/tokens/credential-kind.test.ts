import assert from 'node:assert/strict';
import { createCipheriv, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { deflateSync } from 'node:zlib';
import { kindOf } from './credential-kind.ts';

const mac = (text: string) => createHmac('sha256', 'key').update(text).digest();
const json = Buffer.from('{"user":"ann"}');
const cipher = createCipheriv('aes-256-gcm', randomBytes(32), Buffer.alloc(12, 1));
const ciphertext = Buffer.concat([cipher.update(json), cipher.final()]);
const sealedParts = [Buffer.alloc(12, 1), ciphertext, cipher.getAuthTag()];

function kinds(values: readonly string[]): string[] {
  return [...new Set(values.map(kindOf))];
}

describe('the kind of a credential', () => {
  it('is a readable statement that is signed, whatever stands between its parts and however it is encoded', () => {
    const plain = `ann|1790000000|${randomBytes(20).toString('base64url')}`;
    const zipped = `.${deflateSync(json).toString('base64url')}`;
    assert.deepEqual(
      kinds([
        `${plain}|${mac(plain).toString('hex')}`,
        encodeURIComponent(`${plain}|${mac(plain).toString('hex')}`),
        Buffer.from(`${plain}:${mac(plain).toString('hex')}`).toString('base64'),
        `${json.toString('base64url')}.aSxYZA.${mac('x').toString('base64url')}`,
        `${json.toString('base64url')}--${mac('x').toString('hex')}`,
        `${zipped}:1tKxyz:${mac(zipped).toString('base64url')}`,
        Buffer.concat([Buffer.from('ann:6B0CA446:'), mac('x')]).toString('base64url'),
      ]),
      ['readable and signed'],
    );
  });

  it('is readable where nothing in it vouches for it', () => {
    assert.deepEqual(kinds([json.toString('base64'), json.toString('base64url')]), ['readable']);
  });

  it('is sealed where nonce, ciphertext and tag are its parts, however short it is', () => {
    const iv = randomBytes(16).toString('base64');
    assert.deepEqual(
      kinds([
        sealedParts.map((part) => part.toString('base64')).join('--'),
        sealedParts.map((part) => part.toString('hex')).join(':'),
        Buffer.from(JSON.stringify({ iv, value: 'x', mac: 'y' })).toString('base64'),
        `Fe26.2**${mac('x').toString('hex')}`,
        `CfDJ8${randomBytes(60).toString('base64url')}`,
        randomBytes(200).toString('base64url'),
      ]),
      ['sealed'],
    );
  });

  it('is sealed between a nonce and a tag, however short it is', () => {
    const part = (bytes: number) => randomBytes(bytes).toString('base64url');
    assert.deepEqual(
      kinds(
        [
          [12, 3, 16],
          [12, 16, 5],
        ].map((sizes) => sizes.map(part).join('.')),
      ),
      ['sealed'],
    );
  });

  it('is sealed, or signed, where a part of it has two hyphens of its own', () => {
    assert.deepEqual(
      kinds(['abcdefghijklmnop.--AA.ABCDEFGHIJKLMNOP--AAAA', 'abcdefgh--jklmno.AAAA.ABCDEFGHIJKLMNOPQRSTUg']),
      ['sealed'],
    );
    assert.deepEqual(kinds([`${json.toString('base64url')}.aSxYZA.ABCDEFGHIJKLMNOPQRSTU--Vabcdefghijklmnopqrs`]), [
      'readable and signed',
    ]);
  });

  it('is a signed reference where its id or its signature has two hyphens of its own', () => {
    assert.deepEqual(
      kinds([
        'duYxMwnthfoI2c51jeJ--wyCqOqez-DfXxnTfCP9yXI.mV4oJaVTWBgH6Jdv7SO1RJS0vSaJ7yeqfnnw1xW0CPM',
        'v_Ve9zstaFKmK9SFQTViIy_zoUCIH6FTZkYyurRXgx4.3Km3g14V0JBSJ8i2--udEgJ549eWRKG6G7rmMwQN4fo',
      ]),
      ['signed reference'],
    );
  });

  it('is a reference where it is an id, and a signed one where a signature goes with it', () => {
    const id = randomBytes(24).toString('base64url');
    assert.deepEqual(kinds([randomUUID(), id, randomBytes(32).toString('hex'), randomBytes(20).toString('hex')]), [
      'reference',
    ]);
    assert.deepEqual(
      kinds([
        `s:${id}.${mac(id).toString('base64')}`,
        encodeURIComponent(`s:${id}.${mac(id).toString('base64')}`),
        `${randomBytes(32).toString('base64url')}.${mac(id).toString('base64url')}`,
      ]),
      ['signed reference'],
    );
  });
});
