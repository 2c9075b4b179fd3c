import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './error-oracle.ts';

type Refusal = Parameters<typeof attack.judge>[0]['requests'][number];
const plain: Refusal = {
  reason: 'end changed',
  status: 401,
  answer: '401 {} Bearer',
  reflects: false,
  accepted: false,
};
const judge = (requests: Partial<Refusal>[], logins: Partial<Refusal>[] = [{}]) => {
  const all = (group: Partial<Refusal>[]) => group.map((one) => ({ ...plain, ...one }));
  return attack.judge({ requests: all(requests), logins: all(logins) });
};

describe('the judge of error-oracle', () => {
  it('lets requests and logins differ from each other, but not among themselves', () => {
    assert.equal(judge([{}, {}], [{ answer: '401 login' }, { answer: '401 login' }]).outcome, 'blocked');
    const { outcome, because } = judge([{}, { reason: 'expired', answer: '401 expired' }]);
    assert.deepEqual([outcome, because], ['succeeded', 'the answers tell apart: end changed and expired']);
    assert.equal(judge([{}], [{}, { answer: '401 no such user' }]).outcome, 'succeeded');
  });

  it('calls an answer that repeats the input a success', () => {
    assert.equal(judge([{ reflects: true }]).outcome, 'succeeded');
  });

  it('gives no verdict when nothing was refused', () => {
    assert.equal(judge([{ accepted: true }]).outcome, 'inconclusive');
  });

  it('gives none where a page says the same in other words each time', () => {
    const logins = [plain, { ...plain, answer: 'another' }];
    assert.equal(attack.judge({ requests: [plain], logins, steady: false }).outcome, 'inconclusive');
  });
});
