import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { How, HttpRequest } from '../../scenarios/exchange.ts';
import type { Protocol, Step } from '../../servers/scheme.ts';
import type { RawAnswer } from './answer.ts';
import { createClient } from './client.ts';
import { converse, type Turn } from './conversation.ts';

const page: Step = { method: 'GET', path: '/login', carries: [], ok: [200], save: { csrf: 'regex:value="(\\w+)"' } };
const send: Step = {
  method: 'POST',
  path: '/login',
  carries: [],
  ok: [302],
  form: { csrf: '{{csrf}}', name: '{{username}}' },
};
const protocol: Protocol = {
  credentials: { session: { role: 'session', from: 'set-cookie', in: { cookies: ['sid'] } } },
  steps: {
    login: { ...send, before: [page] },
    me: { method: 'GET', path: '/me', carries: ['session'], ok: [200], subject: 'id' },
  },
};
const client = createClient(protocol, 'app.test');
const answer = (change: Partial<RawAnswer>): RawAnswer => ({ status: 200, headers: {}, text: '', ms: 1, ...change });
const form = answer({ text: '<input value="t1">', headers: { 'set-cookie': ['pre=1', 'step=a'] } });
const done = answer({ status: 302, headers: { 'set-cookie': ['sid=s1', 'step=; Max-Age=0'] } });

/** Holds the conversation of a login over these answers. */
async function login(...answers: RawAnswer[]) {
  return conversation({}, ...answers);
}

async function conversation(how: Pick<How, 'leading'>, ...answers: RawAnswer[]) {
  const sent: HttpRequest[] = [];
  const turns: Turn[] = [];
  const reply = await converse(
    client,
    'login',
    { ...how, values: { username: 'ann' } },
    async (message) => {
      sent.push(message);
      return answers[sent.length - 1] ?? answer({ status: 0, failure: 'ECONNREFUSED' });
    },
    (turn) => turns.push(turn),
  );
  return { reply, sent, turns };
}

describe('a conversation', () => {
  it('sends what one answer said, and the cookies that it set, along with the next request', async () => {
    const { reply, sent, turns } = await login(form, done);
    assert.deepEqual(
      sent.map(({ method, path, body, headers }) => [method, path, body, headers.cookie]),
      [
        ['GET', '/login', undefined, undefined],
        ['POST', '/login', 'csrf=t1&name=ann', 'pre=1; step=a'],
      ],
    );
    assert.deepEqual(
      turns.map(({ saved }) => saved),
      [{ csrf: 't1' }, {}],
    );
    assert.deepEqual(reply.credential, { session: { role: 'session', values: { sid: 's1' } } });
  });

  it('goes no further than what leads to its step where only that is wanted', async () => {
    const { reply, sent } = await conversation({ leading: true }, form, done);
    assert.deepEqual([sent.map(({ method }) => method), reply.saved], [['GET'], { csrf: 't1' }]);
  });

  it('ends with a reply that shows the cookies that all of its answers set', async () => {
    const { reply } = await login(form, done);
    assert.deepEqual(reply.headers['set-cookie'], ['pre=1', 'step=a', 'sid=s1', 'step=; Max-Age=0']);
    assert.deepEqual([reply.status, reply.failure], [302, undefined]);
  });

  it('ends where a step is not answered as it should be, and says which', async () => {
    const { reply, sent } = await login(answer({ status: 404 }), done);
    assert.deepEqual([sent.length, reply.status, reply.stoppedAt], [1, 404, 1]);
    assert.equal(reply.failure, 'step 1 of 2 (GET /login) answered 404, not 200');
    const { failure, stoppedAt } = (await login()).reply;
    assert.deepEqual([failure, stoppedAt], ['step 1 of 2 (GET /login) had no answer: ECONNREFUSED', undefined]);
  });

  it('ends where an answer does not say what the next step needs', async () => {
    const { reply, sent } = await login(answer({ text: '<p>' }), done);
    assert.deepEqual([sent.length, reply.failure], [1, 'step 1 of 2 (GET /login) did not say csrf']);
  });

  it('does not pass an early end off for a good one, whatever its status', async () => {
    assert.equal((await login(answer({ status: 302 }))).reply.status, 0);
  });

  it('of one request sends what it carries and keeps its answer as it is', async () => {
    const sent: HttpRequest[] = [];
    const as = { session: { role: 'session', values: { sid: 's1' } } } as const;
    const reply = await converse(client, 'me', { as }, async (message) => {
      sent.push(message);
      return answer({ text: '{"id":"u1"}' });
    });
    assert.deepEqual([sent.length, sent[0]?.headers.cookie, reply.subject], [1, 'sid=s1', 'u1']);
    assert.deepEqual(reply.headers, {});
  });
});
