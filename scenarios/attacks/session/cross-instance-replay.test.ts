import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import type { Aftermath } from '../../kit/windows/aftermath.ts';
import attack from './cross-instance-replay.ts';

const watched: Aftermath = {
  done: true,
  ageMs: 50,
  firstMs: 5,
  artefacts: ['session'],
  requests: { accepted: 0, lastAcceptedMs: 0, ended: true },
  renewals: { tries: 0, accepted: 0, lastAcceptedMs: 0 },
};
const judge = (rounds: { done?: number; accepted?: number }) =>
  attack.judge(
    { rounds: { tries: 10, done: 10, accepted: 0, ...rounds }, watched },
    { settings: Settings.parse({}), traits: { revocation: 'immediate' } as Traits },
  );

describe('the judge of cross-instance-replay', () => {
  it('calls it blocked when no instance was behind', () => {
    const { outcome, tries, successes } = judge({});
    assert.deepEqual([outcome, tries, successes], ['blocked', 10, 0]);
  });

  it('calls one stale answer a success although the watched round was clean', () => {
    const { outcome, successes } = judge({ accepted: 1 });
    assert.deepEqual([outcome, successes], ['succeeded', 1]);
  });

  it('gives no verdict when a logout was refused', () => {
    assert.equal(judge({ done: 9 }).outcome, 'inconclusive');
  });
});
