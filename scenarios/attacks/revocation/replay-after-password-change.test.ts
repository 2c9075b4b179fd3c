import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import type { Aftermath } from '../../kit/windows/aftermath.ts';
import attack from './replay-after-password-change.ts';

const settings = Settings.parse({ accessMs: 2_000 });
const refused: Aftermath = {
  done: true,
  ageMs: 50,
  firstMs: 5,
  artefacts: ['session'],
  requests: { accepted: 0, lastAcceptedMs: 0, ended: true },
  renewals: { tries: 0, accepted: 0, lastAcceptedMs: 0 },
};
const used = { ...refused, requests: { accepted: 3, lastAcceptedMs: 300, ended: true } };
const judge = (other: Aftermath, own: Aftermath) =>
  attack.judge({ other, own, ownerGoesOn: true }, { settings, traits: { revocation: 'immediate' } as Traits });

describe('the judge of replay-after-password-change', () => {
  it('calls it blocked when neither copy was accepted', () => {
    assert.equal(judge(refused, refused).outcome, 'blocked');
  });

  it('goes by the worse of the two copies, and names it', () => {
    const other = judge(used, refused);
    assert.equal(other.outcome, 'succeeded');
    assert.match(other.because, /^of another device: /);
    const own = judge(refused, used);
    assert.equal(own.outcome, 'succeeded');
    assert.match(own.because, /^of the sign-in that changed the password: /);
  });
});
