import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './role-taken-back.ts';

type Try = Parameters<typeof attack.judge>[0]['tries'][number];

const refused: Try = { way: 'role removed', privileged: true, done: true, status: 403, back: false };
const judge = (...tries: Partial<Try>[]) => attack.judge({ tries: tries.map((one) => ({ ...refused, ...one })) });

describe('the judge of role-taken-back', () => {
  it('calls it blocked when no former administrator is one again', () => {
    const { outcome, because } = judge({}, { way: 'account disabled', status: 401 });
    assert.deepEqual([outcome, because], ['blocked', '0 of 2 former administrators could undo it']);
  });

  it('calls one who is an administrator again a success', () => {
    const { outcome, because } = judge({}, { way: 'account disabled', status: 204, back: true });
    assert.deepEqual(
      [outcome, because],
      ['succeeded', '1 of 2 former administrators are administrators again (account disabled, undone with 204)'],
    );
  });

  it('gives no verdict where there was no role, or it was never taken away', () => {
    assert.equal(judge({}, { privileged: false }).outcome, 'inconclusive');
    assert.equal(judge({ done: false }).outcome, 'inconclusive');
  });

  it('calls a server that fails over it no refusal', () => {
    assert.equal(judge({ status: 500 }).outcome, 'blocked-by-crash');
  });
});
