import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './step-up-bypass.ts';

const refused = { way: 'no password', status: 403 };
const outcome = (seen: Partial<Parameters<typeof attack.judge>[0]>) =>
  attack.judge({ attempts: [refused], ownerCan: true, ...seen }).outcome;

describe('a sensitive act with a stolen sign-in', () => {
  it('is out of reach where each was refused and the owner was not', () => {
    assert.equal(outcome({}), 'blocked');
    assert.equal(outcome({ ownerCan: false }), 'inconclusive');
    assert.equal(outcome({ attempts: [refused, { ...refused, status: 429 }] }), 'inconclusive');
  });

  it('is a finding where one was booked, whatever was answered', () => {
    assert.equal(outcome({ attempts: [{ ...refused, got: 'a payout' }] }), 'succeeded');
  });
});
