import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import authenticatedRead from '../../scenarios/load/authenticated-read.ts';
import jwt from '../../servers/schemes/jwt.ts';
import { runClosed } from './closed.ts';
import type { ClosedJob } from './job.ts';

describe('a closed loop in which nothing is answered', () => {
  it('has a length, so that nothing that is divided by it is no number', async () => {
    const server = createServer((socket) => void socket.on('error', () => {}).resume()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const user = { user: { id: '1', username: 'one', password: 'p' }, credential: {} };
    const job: ClosedJob = {
      ...{ scenario: authenticatedRead.id, protocol: jwt.protocol, authority: 'auth.test', connections: 1 },
      ...{ origins: [`http://127.0.0.1:${port}`], users: [user], timeoutMs: 5_000 },
      executor: 'closed',
      warmUpMs: 20,
      durationMs: 100,
    };
    const { signal } = new AbortController();
    const block = await runClosed(job, authenticatedRead, () => {}, signal);
    server.close();
    assert.equal(block.counts.completed, 0);
    assert.ok(block.elapsedMs > 0, `${block.elapsedMs} ms`);
    assert.ok(Number.isFinite(block.inFlightMean), `${block.inFlightMean}`);
  });
});
