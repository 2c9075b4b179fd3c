import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './jwt-header-key-injection.ts';

const refused = { mutation: 'jku', status: 401, speaksFor: 'nobody', ms: 1 } as const;
const judge = (callbacks: number, speaksFor: 'nobody' | 'admin' = 'nobody') =>
  attack.judge({ genuineAccepted: true, tries: [{ ...refused, speaksFor }], callbacks });

describe('the judge of jwt-header-key-injection', () => {
  it('calls it blocked when nothing was believed and nothing was fetched', () => {
    assert.equal(judge(0).outcome, 'blocked');
  });

  it('calls a fetched address a success although the token was refused (CWE-918)', () => {
    assert.deepEqual([judge(2).outcome, judge(2).successes], ['succeeded', 2]);
  });

  it('calls a believed token a success', () => {
    assert.equal(judge(0, 'admin').outcome, 'succeeded');
  });
});
