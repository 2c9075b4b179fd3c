import assert from 'node:assert/strict';
import { KeyObject } from 'node:crypto';
import { describe, it } from 'node:test';
import { generateKeyPair } from 'jose';
import { keySpellings } from './key-spellings.ts';

const keyOf = async (algorithm: string) => KeyObject.from((await generateKeyPair(algorithm)).publicKey);
const keys = { RSA: await keyOf('RS256'), 'P-256': await keyOf('ES256'), Ed25519: await keyOf('EdDSA') };
const spellings = (key: KeyObject) => keySpellings(key, { ...key.export({ format: 'jwk' }) });
const secrets = (key: KeyObject) => new Set(spellings(key).map(({ secret }) => String(secret)));

describe('the spellings of a public key', () => {
  for (const [kind, key] of Object.entries(keys)) {
    it(`hold the PEM of a key of ${kind} as it was read: with something before it, escaped, or cut`, () => {
      const pem = String(key.export({ type: 'spki', format: 'pem' }));
      const [all, escaped] = [secrets(key), pem.replaceAll('\n', '\\n')];
      const read = {
        ...{ plain: pem, 'a line break': `\n${pem}`, spaces: `    ${pem}`, 'an escaped line break': `\\n${pem}` },
        ...{ escaped, 'a line break, escaped': `\n${escaped}`, 'a space, cut': ` ${pem.trimEnd()}` },
        ...{ CRLF: pem.replaceAll('\n', '\r\n'), 'a template': `\n    ${pem.trimEnd().replaceAll('\n', '\n    ')}\n` },
      };
      const missing = Object.entries(read).filter(([, text]) => !all.has(text));
      assert.deepEqual(
        missing.map(([how]) => how),
        [],
      );
    });
  }

  it('are told apart by their names, and differ', () => {
    for (const key of Object.values(keys)) {
      const all = spellings(key);
      assert.equal(new Set(all.map(({ form }) => form)).size, all.length);
      assert.equal(secrets(key).size, all.length);
    }
  });
});
