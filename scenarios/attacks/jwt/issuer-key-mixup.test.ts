import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './issuer-key-mixup.ts';

const refused = { mutation: 'our issuer, a key of the other', status: 401, speaksFor: 'nobody', ms: 1 } as const;
const judge = (seen: Partial<Parameters<typeof attack.judge>[0]>) =>
  attack.judge({ tries: [refused], genuineAccepted: true, theirUserIs: 'somebody else', ...seen });

describe('the judge of issuer-key-mixup', () => {
  it('calls it blocked where every mixed token was refused, and each issuer was believed under its own key', () => {
    const { outcome, because } = judge({});
    assert.equal(outcome, 'blocked');
    assert.equal(because, '0 of 1 tokens under a key of another issuer than they name were believed');
  });

  it('calls a mixed token that is believed a success', () => {
    const { outcome, because } = judge({ tries: [{ ...refused, status: 200, speaksFor: 'admin' }] });
    assert.equal(outcome, 'succeeded');
    assert.match(because, /1 of them as administrator \(first: our issuer, a key of the other\)$/);
  });

  it('calls it a success where a user of the second issuer is taken for ours of the same id', () => {
    assert.equal(judge({ theirUserIs: 'our administrator' }).outcome, 'succeeded');
  });

  it('gives no verdict where one of the issuers was not believed', () => {
    assert.equal(judge({ theirUserIs: 'nobody' }).outcome, 'inconclusive');
    assert.equal(judge({ genuineAccepted: false }).outcome, 'inconclusive');
  });
});
