import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isPasswordHash, isSecretMember, privateKeysIn } from './secrets.ts';

describe('what nobody should be told', () => {
  it('is a hash of a password in the form of a library, and no other text', () => {
    const hashes = [
      '$scrypt$ln=17,r=8,p=1$c2FsdA$aGFzaA',
      '$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW',
      '$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA',
      '{SSHA}c2FsdGVk',
      'pbkdf2_sha256$600000$salt$hash',
      'pbkdf2:sha256:600000$salt$hash',
    ];
    for (const hash of hashes) assert.ok(isPasswordHash(hash), hash);
    for (const other of ['user-1', '$100', 'a {curly} text', 'scrypt', '9f86d081884c7d65'])
      assert.ok(!isPasswordHash(other), other);
  });

  it('is what a member that is called so holds, where it can be one', () => {
    assert.ok(isSecretMember('password_hash', '9f86d081884c7d65'));
    assert.ok(isSecretMember('clientSecret', '0123456789'));
    assert.ok(isSecretMember('cookieKey', 'aaaaaaaaaaaaaaaa'));
    for (const [name, value] of [
      ['at_hash', 'aaaaaaaaaaaaaaaa'],
      ['password', ''],
      ['password', 'Must not be empty.'],
      ['commitHash', '9f86d081884c7d65'],
      ['public_key', 'aaaaaaaaaaaaaaaa'],
    ] as const)
      assert.ok(!isSecretMember(name, value), name);
  });

  it('is each private member of a key, wherever it stands, and none of a public key', () => {
    const keys = [
      { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: 'd' },
      { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 'd' },
      { kty: 'oct', k: 'k' },
    ];
    assert.deepEqual(privateKeysIn({ keys }), ['.keys.1.d', '.keys.2.k']);
    assert.deepEqual(privateKeysIn('-----BEGIN PRIVATE KEY-----\nMC4'), ['text: PEM']);
    assert.deepEqual(privateKeysIn('-----BEGIN PUBLIC KEY-----\nMC4'), []);
  });
});
