import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './credential-stuffing.ts';

type Seen = Parameters<typeof attack.judge>[0];
const settings = Settings.parse({ loginFailuresPerSource: 15, loginWindowMs: 3_000 });
const spray = { how: 'at once', tried: 60, compared: 15, ms: 500 };
const sound: Seen = { sprays: [spray, spray, spray], pastLimit: null, backIn: true };
const judge = (change: Partial<Seen>) => attack.judge({ ...sound, ...change }, { settings, traits: {} as Traits });

describe('the judge of credential-stuffing', () => {
  it('calls it blocked when few accounts of each spray were compared', () => {
    const { outcome, tries, successes } = judge({});
    assert.deepEqual([outcome, tries, successes], ['blocked', 180, 45]);
  });

  it('calls any spray that got through a success, and forgives the border of a window', () => {
    assert.equal(judge({ sprays: [spray, { ...spray, compared: 30 }] }).outcome, 'blocked');
    assert.equal(judge({ sprays: [spray, { ...spray, compared: 31 }] }).outcome, 'succeeded');
  });

  it('calls a neighbour who stays out a success', () => {
    assert.equal(judge({ backIn: false }).outcome, 'succeeded');
  });

  it('calls a login that another spelling of its path lets through a success', () => {
    assert.equal(judge({ pastLimit: 'the login with a doubled slash' }).outcome, 'succeeded');
  });

  it('gives no verdict when a spray compared nothing', () => {
    assert.equal(judge({ sprays: [spray, { ...spray, compared: 0 }] }).outcome, 'inconclusive');
  });
});
