import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './duplicate-credential.ts';

type Try = Parameters<typeof attack.judge>[0]['tries'][number];
const sound: Try = { form: 'own first, in two headers', read: 'first', booked: 'first', status: 200 };
const judge = (inAddress: boolean, ...tries: Partial<Try>[]) =>
  attack.judge({ inAddress, tries: tries.map((one) => ({ ...sound, ...one })) });

describe('the judge of duplicate-credential', () => {
  it('allows a refusal, and one winner throughout', () => {
    assert.equal(judge(false, {}, { read: 'nobody', booked: 'nobody', status: 401 }).outcome, 'blocked');
  });

  it('calls two winners a success, and a credential in the address', () => {
    assert.equal(judge(false, {}, { booked: 'second' }).outcome, 'succeeded');
    assert.equal(judge(true, {}).outcome, 'succeeded');
  });

  it('calls a server error a crash', () => {
    const nobody = { read: 'nobody', booked: 'nobody' } as const;
    assert.equal(judge(false, { ...nobody, status: 500 }).outcome, 'blocked-by-crash');
  });
});
