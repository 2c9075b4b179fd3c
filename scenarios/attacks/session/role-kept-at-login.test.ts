import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './role-kept-at-login.ts';

type Login = Parameters<typeof attack.judge>[0]['logins'][number];

const own: Login = { over: 'their own sign-in as an administrator', privileged: true, signedIn: true, kept: false };
const judge = (...logins: Login[]) => attack.judge({ logins });

describe('the judge of role-kept-at-login', () => {
  it('calls it blocked when the role went, and names the login that kept it', () => {
    assert.equal(judge(own).outcome, 'blocked');
    const { outcome, because } = judge(own, { ...own, over: 'the sign-in of another administrator', kept: true });
    assert.equal(outcome, 'succeeded');
    assert.match(because, /over the sign-in of another administrator$/);
  });

  it('gives no verdict where there was no role, or nobody was signed in afterwards', () => {
    assert.equal(judge({ ...own, privileged: false, kept: true }).outcome, 'inconclusive');
    assert.equal(judge({ ...own, signedIn: false }).outcome, 'inconclusive');
  });
});
