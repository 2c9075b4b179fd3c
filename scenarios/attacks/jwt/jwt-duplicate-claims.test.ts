import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './jwt-duplicate-claims.ts';

type Try = Parameters<typeof attack.judge>[0]['tries'][number];
const last: Try = { mutation: 'sub twice', last: 'attacker', read: 'attacker', acted: 'attacker', status: 200 };
const judge = (...tries: Partial<Try>[]) => attack.judge({ tries: tries.map((one) => ({ ...last, ...one })) });

describe('the judge of jwt-duplicate-claims', () => {
  it('allows a refusal, and the last name throughout (RFC 7519 §4)', () => {
    assert.equal(judge({}, { read: 'nobody', acted: 'nobody', status: 401 }).outcome, 'blocked');
  });

  it('calls the first name a success, and two parts that disagree', () => {
    assert.equal(judge({ read: 'admin', acted: 'admin' }).outcome, 'succeeded');
    assert.equal(judge({ acted: 'admin' }).outcome, 'succeeded');
  });

  it('calls a server error a crash', () => {
    const nobody = { read: 'nobody', acted: 'nobody' } as const;
    assert.equal(judge({ ...nobody, status: 500 }).outcome, 'blocked-by-crash');
  });
});
