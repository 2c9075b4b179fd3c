import assert from 'node:assert/strict';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { formulaOf, successorFormula } from './formulas.ts';

const known = { names: ['user-1', 'ann@example.test'], fromMs: 1_700_000_000_000, toMs: 1_700_000_000_100 };
const sha256 = (text: string) => createHash('sha256').update(text);

describe('the formula of an identifier', () => {
  it('is found where it is a digest of a counter, of the time, or of a name and the time', () => {
    assert.equal(formulaOf(sha256('1234').digest('hex'), known), 'a counter');
    assert.equal(formulaOf(sha256('1700000000042').digest('base64url'), known), 'the time');
    assert.equal(
      formulaOf(`v1.${sha256('ann@example.test:1700000000').digest('hex')}`, known),
      'the name and the time',
    );
  });

  it('is found for a successor of its parent, with the time or without', () => {
    const parent = 'family.secret';
    const fresh = createHmac('sha256', parent).update('1700000000042').digest().subarray(0, 16);
    const child = `family.${Buffer.concat([randomBytes(16), fresh]).toString('base64url')}`;
    assert.equal(successorFormula(parent, child, known), 'its parent and the time');
    assert.equal(successorFormula(parent, sha256('secret').digest('hex'), known), 'its parent');
  });

  it('is none for random ones', () => {
    assert.equal(formulaOf(randomBytes(32).toString('base64url'), known), undefined);
    assert.equal(successorFormula('a.b', `a.${randomBytes(32).toString('base64url')}`, known), undefined);
  });
});
