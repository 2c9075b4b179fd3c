import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './jwt-unsigned.ts';

describe('the judge of jwt-unsigned', () => {
  it('calls a forged token that spoke for anybody a success, and none a block', () => {
    const refused = { mutation: 'alg none', status: 401, speaksFor: 'nobody', ms: 1 } as const;
    const judge = (...tries: Parameters<typeof attack.judge>[0]['tries']) =>
      attack.judge({ genuineAccepted: true, tries });
    assert.equal(judge(refused).because, '0 of 1 forged tokens were believed');
    assert.equal(judge(refused, { ...refused, status: 200, speaksFor: 'admin' }).outcome, 'succeeded');
  });
});
