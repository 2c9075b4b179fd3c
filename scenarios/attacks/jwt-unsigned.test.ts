import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './jwt-unsigned.ts';

type Try = Parameters<typeof attack.judge>[0]['tries'][number];

const refused: Try = { mutation: 'alg none', status: 401, speaksFor: 'nobody' };
const judge = (genuineAccepted: boolean, ...tries: Partial<Try>[]) =>
  attack.judge({ genuineAccepted, tries: tries.map((one) => ({ ...refused, ...one })) });

describe('the judge of jwt-unsigned', () => {
  it('calls it blocked when no forged token spoke for anybody', () => {
    const { outcome, because } = judge(true, {}, { status: 400 });
    assert.deepEqual([outcome, because], ['blocked', '0 of 2 forged tokens were believed']);
  });

  it('calls one believed token a success, whoever it spoke for', () => {
    for (const speaksFor of ['admin', 'attacker', 'somebody'] as const) {
      const { outcome, successes } = judge(true, {}, { status: 200, speaksFor });
      assert.deepEqual([outcome, successes], ['succeeded', 1]);
    }
  });

  it('calls a server error on a forged token a crash', () => {
    const { outcome, because } = judge(true, {}, { mutation: 'two dots', status: 500 });
    assert.deepEqual([outcome, because], ['blocked-by-crash', 'a server error answered: two dots']);
  });

  it('gives no verdict when the genuine token stopped working or a connection was lost', () => {
    assert.equal(judge(false, {}).outcome, 'inconclusive');
    assert.equal(judge(true, { status: 0 }).outcome, 'inconclusive');
  });
});
