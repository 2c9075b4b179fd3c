import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './missing-authorization.ts';

type Seen = Parameters<typeof attack.judge>[0];
const refused = { step: 'disable', as: 'user', status: 403, done: false } as const;
const sound: Seen = {
  tries: [refused],
  effects: { booked: 0, victimShutOut: false, attackerRaised: false },
  adminCan: true,
};
const judge = (change: Partial<Seen>) => attack.judge({ ...sound, ...change });

describe('the judge of missing-authorization', () => {
  it('calls it blocked when nothing was done and nothing came of it', () => {
    assert.equal(judge({}).outcome, 'blocked');
  });

  it('calls one thing done a success, and an effect that no answer admits', () => {
    const done = judge({ tries: [refused, { step: 'transfer', as: 'nobody', status: 200, done: true }] });
    assert.deepEqual([done.outcome, done.because], ['succeeded', 'transfer was done for nobody']);
    for (const effect of [{ booked: 1 }, { victimShutOut: true }, { attackerRaised: true }])
      assert.equal(judge({ effects: { ...sound.effects, ...effect } }).outcome, 'succeeded');
  });

  it('says by which spelling of a path it was done', () => {
    const spelled = {
      step: 'admin',
      as: 'user',
      status: 200,
      done: true,
      spelled: '/admin with a doubled slash',
    } as const;
    assert.match(
      judge({ tries: [spelled] }).because,
      /^admin was done for user, asked for as \/admin with a doubled slash$/,
    );
  });

  it('calls a server error a crash', () => {
    assert.equal(judge({ tries: [{ ...refused, status: 500 }] }).outcome, 'blocked-by-crash');
  });

  it('gives no verdict where an administrator is refused as well', () => {
    assert.equal(judge({ adminCan: false }).outcome, 'inconclusive');
  });
});
