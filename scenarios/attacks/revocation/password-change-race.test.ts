import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './password-change-race.ts';

type Round = Parameters<typeof attack.judge>[0]['rounds'][number];

const ended: Round = { event: 'logout', overlapped: true, alive: false, overwritten: false };
const judge = (...rounds: Partial<Round>[]) =>
  attack.judge({ rounds: rounds.map((round) => ({ ...ended, ...round })) });

describe('the judge of password-change-race', () => {
  it('calls it blocked when nothing was begun anew and nothing overwritten', () => {
    const { outcome, tries, successes } = judge({}, { event: 'password' });
    assert.deepEqual([outcome, tries, successes], ['blocked', 2, 0]);
  });

  it('calls a sign-in that outlived its end a success, and names the end', () => {
    const { outcome, because } = judge({}, { event: 'disable', alive: true });
    assert.deepEqual(
      [outcome, because],
      ['succeeded', 'a sign-in outlived what ended it while its password was changed: disable'],
    );
  });

  it('calls a password that was taken and overwritten a success', () => {
    assert.equal(judge({}, { event: 'password', overwritten: true }).outcome, 'succeeded');
  });

  it('concludes nothing from a sign-in that goes on where the end came first, or too late', () => {
    const { outcome, because } = judge({}, { event: 'logoutAll', overlapped: false, alive: true });
    assert.deepEqual([outcome, because], ['inconclusive', 'no change was under way beside: logoutAll']);
  });
});
