import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './replay-on-each-route.ts';

type Use = Parameters<typeof attack.judge>[0]['uses'][number];

const refused: Use = { step: 'me', end: 'logout', done: true, before: true, after: false };
const judge = (...uses: readonly Use[]) => attack.judge({ uses });

describe('the judge of replay-on-each-route', () => {
  it('calls it blocked when every route refused', () => {
    assert.equal(judge(refused, { ...refused, step: 'transfer' }).outcome, 'blocked');
  });

  it('calls one open route a success, and names it', () => {
    const { outcome, because } = judge(refused, { ...refused, step: 'transfer', after: true });
    assert.equal(outcome, 'succeeded');
    assert.match(because, /let in by transfer \(logout\)$/);
  });

  it('gives no verdict where a route let nobody in before, or the logout was refused', () => {
    assert.equal(judge(refused, { ...refused, step: 'slow', before: false }).outcome, 'inconclusive');
    assert.equal(judge({ ...refused, done: false, after: true }).outcome, 'inconclusive');
  });
});
