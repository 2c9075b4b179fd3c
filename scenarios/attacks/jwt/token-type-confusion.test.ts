import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './token-type-confusion.ts';

const refused = { mutation: 'one', status: 401, speaksFor: 'nobody', ms: 1 } as const;
const believed = { ...refused, status: 200, speaksFor: 'admin' } as const;

describe('the judge of token-type-confusion', () => {
  it('calls it blocked when no token spoke for anybody, and a success when one did', () => {
    const judge = (...tries: Parameters<typeof attack.judge>[0]['tries']) =>
      attack.judge({ genuineAccepted: true, tries });
    assert.equal(judge(refused).because, '0 of 1 tokens of another kind were believed');
    assert.equal(judge(refused, believed).outcome, 'succeeded');
  });
});
