import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import session from '../../../servers/schemes/session.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './single-sign-in-end.ts';

const target = { traits: session.traits, settings: Settings.parse({}) };
const seen = {
  ...{ listed: true, done: true, spared: true, ageMs: 5, firstMs: 5, artefacts: ['session'] as const },
  requests: { accepted: 0, lastAcceptedMs: 0, ended: true },
  renewals: { tries: 0, accepted: 0, lastAcceptedMs: 0 },
};

describe('the end of one sign-in from another device', () => {
  it('is as it should be where a copy is refused and the other device goes on', () => {
    assert.equal(attack.judge(seen, target).outcome, 'blocked');
  });

  it('is none where a copy still works', () => {
    const requests = { accepted: 3, lastAcceptedMs: 210, ended: true };
    assert.equal(attack.judge({ ...seen, requests }, target).outcome, 'succeeded');
  });

  it('is a finding where somebody else could ask for it', () => {
    const ended = { ...seen, endedBefore: 'a stranger', done: false, spared: false };
    const { outcome, because } = attack.judge(ended, target);
    assert.deepEqual([outcome, because], ['succeeded', 'a stranger ended a sign-in of the victim by its name']);
  });

  it('is no finding where a list lost a device that ended another one afterwards and goes on', () => {
    const { outcome, because } = attack.judge({ ...seen, endedBefore: 'a stranger' }, target);
    assert.deepEqual(
      [outcome, because],
      ['inconclusive', 'the list of the victim did not name each of their sign-ins'],
    );
    assert.equal(attack.judge({ ...seen, endedBefore: 'a stranger', spared: false }, target).outcome, 'succeeded');
  });

  it('shows nothing where both devices are out, or the list did not name it', () => {
    assert.equal(attack.judge({ ...seen, spared: false }, target).outcome, 'inconclusive');
    assert.equal(attack.judge({ ...seen, listed: false }, target).outcome, 'inconclusive');
  });
});
