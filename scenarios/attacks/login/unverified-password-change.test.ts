import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './unverified-password-change.ts';

type Seen = Parameters<typeof attack.judge>[0];
const settings = Settings.parse({ loginFailures: 5, loginWindowMs: 3_000 });
const sound: Seen = {
  tries: [{ current: 'no current password', status: 400, taken: false }],
  guesses: { tried: 40, compared: 5, ms: 400 },
  ownerChanges: true,
};
const judge = (change: Partial<Seen>) =>
  attack.judge({ ...sound, ...change }, { settings, traits: {} as Traits }).outcome;

describe('the judge of unverified-password-change', () => {
  it('calls it blocked when no form was taken and few guesses were compared', () => {
    assert.equal(judge({}), 'blocked');
  });

  it('calls a password that was set a success, whatever was answered', () => {
    assert.equal(judge({ tries: [{ current: 'null', status: 500, taken: true }] }), 'succeeded');
  });

  it('calls guesses without a limit a success, and forgives the border of a window', () => {
    assert.equal(judge({ guesses: { tried: 40, compared: 10, ms: 400 } }), 'blocked');
    assert.equal(judge({ guesses: { tried: 40, compared: 11, ms: 400 } }), 'succeeded');
  });

  it('calls a server error a crash', () => {
    assert.equal(judge({ tries: [{ current: 'null', status: 500, taken: false }] }), 'blocked-by-crash');
  });

  it('gives no verdict where the owner is refused as well, or nothing was compared', () => {
    assert.equal(judge({ ownerChanges: false }), 'inconclusive');
    assert.equal(judge({ guesses: { tried: 40, compared: 0, ms: 400 } }), 'inconclusive');
  });
});
