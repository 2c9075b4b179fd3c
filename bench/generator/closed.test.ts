import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createHttpServer, type ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:net';
import { describe, it } from 'node:test';
import authenticatedRead from '../../scenarios/load/authenticated-read.ts';
import jwt from '../../servers/schemes/jwt.ts';
import { runClosed } from './closed.ts';
import type { ClosedJob } from './job.ts';

const { signal } = new AbortController();

function jobFor(server: Server): ClosedJob {
  const { port } = server.address() as { port: number };
  const user = { user: { id: '1', username: 'one', password: 'p' }, credential: {} };
  return {
    ...{ scenario: authenticatedRead.id, protocol: jwt.protocol, authority: 'auth.test', connections: 1 },
    ...{ origins: [`http://127.0.0.1:${port}`], users: [user], timeoutMs: 5_000 },
    executor: 'closed',
    warmUpMs: 20,
    durationMs: 100,
  };
}

describe('a closed loop', () => {
  /** One that is asked before the block and answered in it, and nothing else. */
  async function counted() {
    const held: ServerResponse[] = [];
    let answers = 1;
    let started = false;
    const answer = () => {
      if (started && answers-- > 0) held.shift()?.end('{"id":"1"}');
    };
    const server = createHttpServer((_, response) => {
      held.push(response);
      answer();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const start = () => {
      started = true;
      if (held.length > 0) answer();
    };
    const job = { ...jobFor(server), durationMs: 1_000 };
    const { counts, answered } = await runClosed(job, authenticatedRead, start, signal);
    server.closeAllConnections();
    server.close();
    return [counts.sent, counts.completed, counts.failed, answered];
  }

  it('counts what was answered in the block, also where it was asked before', async () => {
    let found = await counted();
    // a process that stood still for all of the block has heard of no answer
    for (let left = 4; left > 0 && found.every((count) => count === 0); left -= 1) found = await counted();
    assert.deepEqual(found, [1, 1, 0, 1]);
  });
});

describe('a closed loop in which nothing is answered', () => {
  it('has a length, so that nothing that is divided by it is no number', async () => {
    const server = createServer((socket) => void socket.on('error', () => {}).resume()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const block = await runClosed(jobFor(server), authenticatedRead, () => {}, signal);
    server.close();
    assert.equal(block.counts.completed, 0);
    assert.ok(block.elapsedMs > 0, `${block.elapsedMs} ms`);
    assert.ok(Number.isFinite(block.inFlightMean), `${block.inFlightMean}`);
  });
});
