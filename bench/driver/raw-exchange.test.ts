import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import { rawExchange } from './raw-exchange.ts';

describe('a raw exchange', () => {
  it('sends the bytes untouched and reports every answer on the connection', async () => {
    let got = '';
    await using server = await listen((socket) =>
      socket.on('data', (chunk) => {
        got += chunk.toString('latin1');
        if (got.length === 9)
          socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n');
      }),
    );
    const { statuses, closed } = await rawExchange(server.origin, 'G\0T \xff\rX\n\n');
    assert.equal(got, 'G\0T \xff\rX\n\n');
    assert.deepEqual([statuses, closed], [[200, 204], false]);
  });

  it('tells a server that closes from one that waits', async () => {
    await using server = await listen((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const { statuses, closed } = await rawExchange(server.origin, 'x');
    assert.deepEqual([statuses, closed], [[400], true]);
  });

  it('takes a reset for an end without an answer', async () => {
    await using server = await listen((socket) => socket.resetAndDestroy());
    const { statuses, closed } = await rawExchange(server.origin, 'x');
    assert.deepEqual([statuses, closed], [[], true]);
  });

  it('is none where nobody takes the connection', async () => {
    await assert.rejects(rawExchange('http://127.0.0.1:1', 'x'), { code: 'ECONNREFUSED' });
  });
});

async function listen(serve: (socket: Socket) => void) {
  const server = createServer(serve).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.close();
    },
  };
}
