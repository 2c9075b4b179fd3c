import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HttpRequest } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';
import attack from './oversize-input.ts';

const json = { method: 'POST', path: '/x', headers: { 'content-type': 'application/json' }, body: '{"username":"u"}' };
const form = { ...json, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'username=u' };

/** What comes of it on a server that reads so much of a body, and 64 kB of anything before it. */
const limitedTo = (bodyBytes: number, hooks: Stage['hooks'], login = json) => {
  const user = { id: 'u', username: 'u', password: 'u' };
  const stage = {
    ...{ victim: user, user: () => user, hooks, signIn: async () => ({}), whoAmI: async () => 'u' },
    request: () => login,
    send: async ({ path, headers, body = '' }: HttpRequest) => {
      const isTooLong = path.length + JSON.stringify(headers).length > 64 * 1_024;
      return { status: isTooLong ? 431 : body.length > bodyBytes ? 413 : 200 };
    },
  };
  return attack.attempt(stage as unknown as Stage).then(attack.judge);
};

describe('the limits that oversize-input asks for', () => {
  it('are those of frameworks on servers of others, and tighter ones on ours', async () => {
    const ours = { effects: async () => 0 };
    assert.equal((await limitedTo(1_024 ** 2, ours)).outcome, 'succeeded');
    for (const login of [json, form]) {
      assert.equal((await limitedTo(1_024 ** 2, {}, login)).outcome, 'blocked');
      assert.equal((await limitedTo(Number.POSITIVE_INFINITY, {}, login)).outcome, 'succeeded');
    }
  });
});

const refused = { way: 'login of 1 MB', status: 413 };
const bystander = { asked: 12, served: 12, slowestMs: 9 };

describe('the judge of oversize-input', () => {
  it('calls it blocked when all was refused, or the connection closed, and the bystander served', () => {
    assert.equal(attack.judge({ attempts: [refused, { way: 'x', status: 0 }], bystander }).outcome, 'blocked');
  });

  it('calls an input that was read to its end a success', () => {
    const attempts = [{ ...refused, status: 200, got: 'read to its end' }];
    assert.equal(attack.judge({ attempts, bystander }).outcome, 'succeeded');
  });

  it('calls a bystander who was not served a success, and an error its own outcome', () => {
    assert.equal(attack.judge({ attempts: [refused], bystander: { ...bystander, served: 11 } }).outcome, 'succeeded');
    assert.equal(attack.judge({ attempts: [{ ...refused, status: 500 }], bystander }).outcome, 'blocked-by-crash');
  });
});
