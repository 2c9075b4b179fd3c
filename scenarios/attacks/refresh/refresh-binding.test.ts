import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './refresh-binding.ts';

type Try = Parameters<typeof attack.judge>[0]['tries'][number];

const own: Try = { form: 'role in the query', status: 200, speaksFor: 'attacker', asAdmin: false };
const judge = (genuineAccepted: boolean, ...tries: Partial<Try>[]) =>
  attack.judge({ genuineAccepted, tries: tries.map((one) => ({ ...own, ...one })) });

describe('the judge of refresh-binding', () => {
  it('calls it blocked when each renewal spoke for the owner or was refused', () => {
    assert.equal(judge(true, {}, { status: 400, speaksFor: 'nobody' }).outcome, 'blocked');
  });

  it('calls another subject or a higher role a success', () => {
    const { outcome, because } = judge(true, {}, { form: 'a form', speaksFor: 'victim' });
    assert.deepEqual([outcome, because], ['succeeded', 'a renewal was turned by: a form']);
    assert.equal(judge(true, { asAdmin: true }).outcome, 'succeeded');
  });

  it('calls a server error a crash', () => {
    assert.equal(judge(true, { status: 500, speaksFor: 'nobody' }).outcome, 'blocked-by-crash');
  });

  it('gives no verdict when even a plain renewal was refused', () => {
    assert.equal(judge(false, {}).outcome, 'inconclusive');
  });
});
