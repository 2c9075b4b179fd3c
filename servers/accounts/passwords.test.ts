import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hashPassword, unmatchableHash, verifyPassword } from './passwords.ts';

describe('password', () => {
  it('is recognised, and no other is', async () => {
    const hash = await hashPassword('correct horse', 4);
    assert.match(hash, /^\$scrypt\$ln=4,r=8,p=1\$[\w+/]{22}==\$[\w+/]{43}=$/);
    assert.equal(await verifyPassword('correct horse', hash), true);
    assert.equal(await verifyPassword('correct horse ', hash), false);
    assert.equal(await verifyPassword('', hash), false);
  });

  it('has another hash each time', async () => {
    assert.notEqual(await hashPassword('same', 4), await hashPassword('same', 4));
  });

  it('is the same typed composed or decomposed', async () => {
    assert.equal(await verifyPassword('cafe\u0301', await hashPassword('caf\u00e9', 4)), true);
  });

  it('can be as costly as OWASP asks', async () => {
    assert.equal(await verifyPassword('costly', await hashPassword('costly', 17)), true);
  });

  it('of nobody takes the work of a real one, and never matches', async () => {
    const [real, nobody] = [await hashPassword('x', 4), unmatchableHash(4)];
    assert.equal(await verifyPassword('', nobody), false);
    assert.equal(nobody.length, real.length);
    assert.equal(nobody.split('$')[2], real.split('$')[2]);
  });
});
