import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import session from '../../../servers/schemes/session.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './admin-ends-sign-ins.ts';

const { traits } = session;
const target = { traits, settings: Settings.parse({}) };
const refused = { tries: 10, accepted: 0, lastAcceptedMs: 0, ended: true } as never;
const seen = {
  ...{ done: true, ageMs: 5, firstMs: 5, artefacts: ['session'] as const, requests: refused },
  ...{ renewals: { tries: 0, accepted: 0, lastAcceptedMs: 0 }, letIn: true },
};

describe('sign-ins that an administrator ends', () => {
  it('are gone where every request with a copy is refused and the owner is let in again', () => {
    assert.equal(attack.judge(seen, target).outcome, 'blocked');
  });

  it('are undecided where the owner is shut out too, or the end was refused', () => {
    assert.equal(attack.judge({ ...seen, letIn: false }, target).outcome, 'inconclusive');
    assert.equal(attack.judge({ ...seen, done: false }, target).outcome, 'inconclusive');
  });

  it('live on where a copy still works', () => {
    const requests = { tries: 12, accepted: 2, lastAcceptedMs: 90, ended: true } as never;
    assert.equal(attack.judge({ ...seen, requests }, target).outcome, 'succeeded');
  });
});
