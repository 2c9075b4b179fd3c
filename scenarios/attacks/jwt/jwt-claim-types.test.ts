import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './jwt-claim-types.ts';

type Seen = Parameters<typeof attack.judge>[0];
const refused = { mutation: 'sub (payload): null', status: 401, speaksFor: 'nobody', ms: 1 } as const;
const sound: Seen = {
  relied: { tries: [refused], genuineAccepted: true },
  further: { tries: 20, others: 0, crashed: 0 },
  callbacks: 0,
};
const judge = (change: Partial<Seen>) => attack.judge({ ...sound, ...change });
const tried = (one: object) => judge({ relied: { tries: [{ ...refused, ...one }], genuineAccepted: true } }).outcome;

describe('the judge of jwt-claim-types', () => {
  it('calls it blocked when nothing was believed or fetched', () => {
    const { outcome, tries } = judge({});
    assert.deepEqual([outcome, tries], ['blocked', 21]);
  });

  it('calls a token of the wrong type a success, even one for its own subject', () => {
    assert.equal(tried({ status: 200, speaksFor: 'attacker' }), 'succeeded');
  });

  it('calls an address that was fetched, and another subject, a success', () => {
    assert.equal(judge({ callbacks: 1 }).outcome, 'succeeded');
    assert.equal(judge({ further: { tries: 20, others: 1, crashed: 0 } }).outcome, 'succeeded');
  });

  it('calls a server error a crash, in either group', () => {
    assert.equal(tried({ status: 500 }), 'blocked-by-crash');
    assert.equal(judge({ further: { tries: 20, others: 0, crashed: 1 } }).outcome, 'blocked-by-crash');
  });

  it('gives no verdict when the genuine token stopped working', () => {
    assert.equal(judge({ relied: { tries: [refused], genuineAccepted: false } }).outcome, 'inconclusive');
  });
});
