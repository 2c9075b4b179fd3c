import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import { atOnce } from '../../kit/windows/bound.ts';
import attack from './disable-user-latency.ts';

const settings = Settings.parse({ accessMs: 2_000 });
const refused = {
  done: true,
  ageMs: 50,
  firstMs: 5,
  artefacts: ['session'] as const,
  requests: { accepted: 0, lastAcceptedMs: 0, ended: true },
  renewals: { tries: 0, accepted: 0, lastAcceptedMs: 0 },
};

describe('the judge of disable-user-latency', () => {
  it('books its windows under the disabling, and gives no verdict when that was refused', () => {
    const target = { settings, traits: { revocation: 'immediate' } as Traits };
    const { outcome, windows } = attack.judge(refused, target);
    assert.equal(outcome, 'blocked');
    assert.deepEqual(windows, [
      { event: 'user-disabled', artefact: 'session-cookie', measuredMs: 0, declaredMs: 0, bound: atOnce },
    ]);
    assert.equal(attack.judge({ ...refused, done: false }, target).outcome, 'inconclusive');
  });
});
