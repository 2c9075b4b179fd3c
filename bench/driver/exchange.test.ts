import assert from 'node:assert/strict';
import { getEventListeners, once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { Agent } from 'undici';
import { exchange } from './exchange.ts';

const get = { method: 'GET', path: '/x?y', headers: { host: 'app.test' } };

describe('an exchange', () => {
  it('sends what it was given and reads the whole answer', async () => {
    await using server = await listen((request, response) => {
      response.setHeader('x-seen', `${request.method} ${request.url} ${request.headers.host}`);
      response.statusCode = 201;
      response.end('body');
    });
    const { ms, ...answer } = await exchange(server.agent, server.origin, get);
    assert.deepEqual(
      [answer.status, answer.text, answer.headers['x-seen'], answer.failure],
      [201, 'body', 'GET /x?y app.test', undefined],
    );
    assert.ok(ms > 0);
  });

  it('takes a lost connection for an answer', async () => {
    await using server = await listen((request) => request.socket.destroy());
    const { status, failure } = await exchange(server.agent, server.origin, get);
    assert.deepEqual([status, failure], [0, 'UND_ERR_SOCKET']);
  });

  it('ends with the run, and leaves nothing on its signal', async () => {
    await using server = await listen((request, response) => request.url === '/x?y' || response.end());
    const run = new AbortController();
    await exchange(server.agent, server.origin, { ...get, path: '/' }, run.signal);
    assert.equal(getEventListeners(run.signal, 'abort').length, 0);
    const cut = exchange(server.agent, server.origin, get, run.signal);
    setImmediate(() => run.abort(new Error('the run ends')));
    await assert.rejects(cut, /the run ends/);
    await assert.rejects(exchange(server.agent, server.origin, get, run.signal), /the run ends/);
  });
});

async function listen(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const agent = new Agent();
  return {
    agent,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      await agent.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}
