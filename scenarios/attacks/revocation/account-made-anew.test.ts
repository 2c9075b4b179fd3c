import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import jwt from '../../../servers/schemes/jwt.ts';
import session from '../../../servers/schemes/session.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './account-made-anew.ts';

const settings = Settings.parse({ accessMs: 3_000, toleranceMs: 0 });
const onSession = { traits: session.traits, settings };
const onJwt = { traits: jwt.traits, settings };
const seen = {
  ...{ done: true, anew: true, asNew: 0, ageMs: 5, firstMs: 5, artefacts: ['session'] as const },
  requests: { accepted: 0, lastAcceptedMs: 0, ended: true },
  renewals: { tries: 0, accepted: 0, lastAcceptedMs: 0 },
};
const accepted = { accepted: 9, lastAcceptedMs: 2_500, ended: true };

describe('an account that is deleted and made anew', () => {
  it('is safe where the former owner is refused and the new one is let in', () => {
    assert.equal(attack.judge(seen, onSession).outcome, 'blocked');
    assert.equal(attack.judge({ ...seen, anew: false }, onSession).outcome, 'inconclusive');
  });

  it('leaves a window where a token of the former owner works on as theirs, and its end takes place as declared', () => {
    assert.equal(attack.judge({ ...seen, requests: accepted }, onJwt).outcome, 'window');
    assert.equal(attack.judge({ ...seen, requests: accepted }, onSession).outcome, 'succeeded');
  });

  it('is taken over where what the former owner holds speaks for the new one, however briefly', () => {
    assert.equal(attack.judge({ ...seen, requests: accepted, asNew: 1 }, onJwt).outcome, 'succeeded');
  });
});
