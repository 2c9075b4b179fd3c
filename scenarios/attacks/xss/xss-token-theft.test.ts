import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './xss-token-theft.ts';

type Theft = Parameters<typeof attack.judge>[0]['thefts'][number];

const target = { settings: Settings.parse({ accessMs: 5_000, toleranceMs: 1_000 }), traits: {} as Traits };
const stolen: Theft = {
  place: 'memory',
  source: 'a hooked request',
  artefact: 'access',
  ageMs: 300,
  use: { accepted: 20, lastAcceptedMs: 4_800, ended: true },
};
const unused = { accepted: 0, lastAcceptedMs: 0, ended: true };
const judge = (...thefts: Theft[]) => attack.judge({ places: ['memory'], thefts }, target);

describe('the judge of xss-token-theft', () => {
  it('calls it blocked when nothing was good for anything after the tab was closed', () => {
    assert.equal(judge().outcome, 'blocked');
    assert.equal(judge({ ...stolen, use: unused }).outcome, 'blocked');
  });

  it('calls access tokens that lived out their lifetime a window, and takes the longest', () => {
    const { outcome, windowMs, declaredMs } = judge(stolen, { ...stolen, use: { ...stolen.use, lastAcceptedMs: 900 } });
    assert.deepEqual([outcome, windowMs, declaredMs], ['window', 4_800, 6_000]);
  });

  it('calls it a success when a refresh token or a session was carried away, or an access token did not end', () => {
    const once = { accepted: 1, lastAcceptedMs: 0, ended: true };
    assert.equal(judge({ ...stolen, artefact: 'refresh', use: once }).outcome, 'succeeded');
    assert.equal(judge({ ...stolen, artefact: 'session', use: once }).outcome, 'succeeded');
    assert.equal(judge({ ...stolen, use: { ...stolen.use, ended: false } }).outcome, 'succeeded');
  });

  it('gives no verdict when the token was tried so late that it may have expired', () => {
    assert.equal(judge({ ...stolen, ageMs: 4_001, use: unused }).outcome, 'inconclusive');
  });
});
