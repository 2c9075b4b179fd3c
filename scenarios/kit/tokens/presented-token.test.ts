import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgePresented, type PresentedToken, withAccessToken } from './presented-token.ts';

const refused: PresentedToken = { mutation: 'alg none', status: 401, speaksFor: 'nobody', ms: 1 };
const judge = (genuineAccepted: boolean, ...tries: Partial<PresentedToken>[]) =>
  judgePresented({ genuineAccepted, tries: tries.map((one) => ({ ...refused, ...one })) }, 'forged tokens');

describe('the judge of presented tokens', () => {
  it('calls it blocked when no token spoke for anybody', () => {
    const { outcome, because } = judge(true, {}, { status: 400 });
    assert.deepEqual([outcome, because], ['blocked', '0 of 2 forged tokens were believed']);
  });

  it('calls one believed token a success, whoever it spoke for', () => {
    for (const speaksFor of ['admin', 'attacker', 'somebody'] as const) {
      const { outcome, successes } = judge(true, {}, { status: 200, speaksFor });
      assert.deepEqual([outcome, successes], ['succeeded', 1]);
    }
  });

  it('tells of believed ones that no standard forbids, and calls none a success but one that speaks for the administrator', () => {
    const { outcome, because } = judge(true, {}, { mutation: 'exp absent', speaksFor: 'attacker', allowed: true });
    assert.equal(outcome, 'blocked');
    assert.equal(
      because,
      '0 of 1 forged tokens were believed; 1 more were, as no standard forbids (first: exp absent)',
    );
    assert.equal(judge(true, { speaksFor: 'admin', allowed: true }).outcome, 'succeeded');
  });

  it('calls a server error on a token a crash', () => {
    const { outcome, because } = judge(true, {}, { mutation: 'two dots', status: 500 });
    assert.deepEqual([outcome, because], ['blocked-by-crash', 'a server error answered: two dots']);
  });

  it('gives no verdict when the genuine token stopped working', () => {
    assert.equal(judge(false, {}).outcome, 'inconclusive');
  });
});

describe('a credential with another access token', () => {
  it('holds nothing else that could answer for it', () => {
    const held = {
      access: { role: 'access', values: { token: 'genuine' } },
      refresh: { role: 'refresh', values: { r: 'opaque' } },
    } as const;
    assert.deepEqual(withAccessToken(held, 'forged'), { access: { role: 'access', values: { token: 'forged' } } });
  });
});
