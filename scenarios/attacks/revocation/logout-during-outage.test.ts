import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './logout-during-outage.ts';

type Ending = Parameters<typeof attack.judge>[0]['endings'][number];

const told: Ending = { step: 'logout', status: 503, done: false, livesOn: true, endedThen: true };
const judge = (...endings: Partial<Ending>[]) =>
  attack.judge({ endings: endings.map((ending) => ({ ...told, ...ending })) });

describe('the judge of logout-during-outage', () => {
  it('calls it blocked when the user was told, or when the end had happened after all', () => {
    assert.equal(judge({}, { status: 204, done: true, livesOn: false }).outcome, 'blocked');
  });

  it('calls an end that was reported and did not happen a success', () => {
    const { outcome, successes } = judge({}, { status: 204, done: true });
    assert.deepEqual([outcome, successes], ['succeeded', 1]);
  });

  it('calls a sign-in that no second try ends a success, and another server error a crash', () => {
    assert.equal(judge({ endedThen: false }).outcome, 'succeeded');
    assert.equal(judge({ status: 500 }).outcome, 'blocked-by-crash');
  });
});
