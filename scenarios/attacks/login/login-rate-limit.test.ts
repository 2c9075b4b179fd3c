import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './login-rate-limit.ts';

const target = { settings: Settings.parse({ loginFailures: 5, loginWindowMs: 3_000 }), traits: {} as Traits };
const sound = {
  inTurn: { tried: 40, compared: 5, ms: 400 },
  atOnce: { tried: 40, compared: 5, ms: 100 },
  rightPassword: { status: 429, retryAfterS: 3 },
  pastLimit: null as string | null,
  othersServed: true,
  backIn: true,
};
const judge = (change: Partial<typeof sound>) => attack.judge({ ...sound, ...change }, target);

describe('the judge of login-rate-limit', () => {
  it('calls it blocked when few were compared and nobody was harmed', () => {
    assert.equal(judge({}).outcome, 'blocked');
  });

  it('forgives the border of a window, and no more', () => {
    const compared = (n: number, ms: number) => judge({ inTurn: { tried: 40, compared: n, ms } }).outcome;
    assert.deepEqual(
      [compared(10, 400), compared(11, 400), compared(15, 3_000), compared(16, 3_000)],
      ['blocked', 'succeeded', 'blocked', 'succeeded'],
    );
  });

  it('looks at parallel guesses too', () => {
    const { outcome, because } = judge({ atOnce: { tried: 40, compared: 40, ms: 100 } });
    assert.equal(outcome, 'succeeded');
    assert.match(because, /40 of 40 passwords tried at once/);
  });

  it('calls an owner who stays locked out, or a bystander who is kept out, a success', () => {
    assert.equal(judge({ backIn: false }).outcome, 'succeeded');
    assert.equal(judge({ othersServed: false }).outcome, 'succeeded');
  });

  it('calls a login that another spelling of its path lets through a success', () => {
    const { outcome, because } = judge({ pastLimit: 'the login with a doubled slash' });
    assert.equal(outcome, 'succeeded');
    assert.match(because, /^the login with a doubled slash took/);
  });

  it('gives no verdict when no guess was compared', () => {
    const none = { tried: 40, compared: 0, ms: 100 };
    assert.equal(judge({ inTurn: none, atOnce: none }).outcome, 'inconclusive');
  });
});
