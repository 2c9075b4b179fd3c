import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import type { HttpRequest } from '../../scenarios/exchange.ts';
import { race } from './race.ts';

const request: HttpRequest = { method: 'POST', path: '/token', headers: { host: 'auth.test' }, body: 'once' };

/** @param accept what becomes of the n-th connection */
async function listening(accept: (socket: Socket, n: number) => void) {
  let taken = 0;
  const server = createServer((socket) =>
    accept(
      socket.on('error', () => {}),
      taken++,
    ),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const connections = () => new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)));
  return {
    entries: (count: number) => Array.from({ length: count }, () => ({ origin: `http://127.0.0.1:${port}`, request })),
    connections,
    onTaken: (act: () => void) => void server.on('connection', act),
    [Symbol.dispose]: () => void server.close(),
  };
}

const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}';

describe('a race', () => {
  it('has no answer from whoever does not get to the line, and the others run', async () => {
    using server = await listening((socket, n) => {
      if (n % 2 === 0) socket.resetAndDestroy();
      else socket.once('data', () => socket.write(answer));
    });
    const answers = await race(server.entries(10));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [0, 0, 0, 0, 0, 200, 200, 200, 200, 200]);
    assert.ok(answers.every(({ status, failure }) => (status === 0) === (failure !== undefined)));
    while ((await server.connections()) > 0) await new Promise(setImmediate);
  });

  it('ends with its signal where connections are not taken', async () => {
    // the kernel takes two, and lets every further one wait
    const script = `require('node:net').createServer().listen(0, '127.0.0.1', 1, function () {
      require('node:fs').writeSync(1, String(this.address().port));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [port] = await once(child.stdout, 'data');
      const cut = new AbortController();
      const running = race(
        Array.from({ length: 8 }, () => ({ origin: `http://127.0.0.1:${port}`, request })),
        cut.signal,
      );
      setTimeout(() => cut.abort(new Error('the run was cut')), 200);
      await assert.rejects(running, { message: 'the run was cut' });
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('ends with its signal where nobody answers', async () => {
    using server = await listening((socket) => void socket.resume());
    const cut = new AbortController();
    setTimeout(() => cut.abort(new Error('the run was cut')), 100);
    await assert.rejects(race(server.entries(3), cut.signal), { message: 'the run was cut' });
    while ((await server.connections()) > 0) await new Promise(setImmediate);
  });

  it('fails as a whole when it is cut at the line, and no answer of it fails alone', async () => {
    using server = await listening(() => {});
    const cut = new AbortController();
    server.onTaken(() => setImmediate(() => setImmediate(() => cut.abort(new Error('cut')))));
    // an answer that nobody waits for would fail the test by itself
    await assert.rejects(race(server.entries(3), cut.signal), /cut|aborted/);
  });
});
