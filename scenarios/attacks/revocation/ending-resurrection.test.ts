import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './ending-resurrection.ts';

const ended = { offsetMs: 15, overlapped: true, done: true, alive: false };
const rounds = (['logoutAll', 'password', 'disable'] as const).map((event) => ({ event, ...ended }));

describe('the judge of ending-resurrection', () => {
  it('calls it blocked when each event ended what was under way', () => {
    assert.equal(attack.judge({ rounds }).outcome, 'blocked');
  });

  it('calls one sign-in that is good afterwards a success', () => {
    const { outcome, because } = attack.judge({ rounds: [...rounds, { event: 'password', ...ended, alive: true }] });
    assert.equal(outcome, 'succeeded');
    assert.match(because, /1 of 4 rounds \(first: password, asked for 15 ms after it\)/);
  });

  it('does not count what is good since the event was refused', () => {
    const refused = { event: 'disable' as const, ...ended, done: false, alive: true };
    assert.equal(attack.judge({ rounds: [...rounds, refused] }).outcome, 'blocked');
  });

  it('gives no verdict when nothing was under way beside one of the events', () => {
    const apart = rounds.map((one) => ({ ...one, overlapped: one.event !== 'disable' }));
    const { outcome, because } = attack.judge({ rounds: apart });
    assert.equal(outcome, 'inconclusive');
    assert.match(because, /disable$/);
  });
});
