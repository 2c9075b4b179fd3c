import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './sign-in-oracle.ts';

const object = (event: string) => ({ object: event, image: 'failed' });
const judge = (out: string[], within: string[]) =>
  attack.judge({ from: { sibling: { out: out.map(object), in: within.map(object) } } });

describe('what pages of others learn of who is signed in', () => {
  it('is nothing where each element fails alike', () => {
    assert.equal(judge(['failed', 'failed'], ['failed', 'failed']).outcome, 'blocked');
  });

  it('is a finding where one differs every time', () => {
    const { outcome, because } = judge(['failed', 'failed'], ['loaded', 'loaded']);
    assert.equal(outcome, 'succeeded');
    assert.match(because, /^1 of 2 elements .*object on sibling: failed signed out, loaded signed in/);
  });

  it('is nothing where one differs once: a slow machine makes events late', () => {
    assert.equal(judge(['failed', 'no event'], ['loaded', 'loaded']).outcome, 'blocked');
  });
});
