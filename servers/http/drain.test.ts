import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import { drain } from './drain.ts';
import { connectionLimits } from './limits.ts';

const get = 'GET / HTTP/1.1\r\nHost: auth.test\r\n\r\n';
const answerAtOnce: RequestListener = (_, response) => response.end('answered');

describe('a server that is told to end', () => {
  it('answers a request that was on the wire, as the last one of its connection', async () => {
    const { server, socket } = await connected(answerAtOnce);
    socket.write(get);
    assert.match(await nextOf(socket), /^HTTP\/1\.1 200 [\s\S]*Connection: keep-alive/);
    const rest = allOf(socket);
    socket.write(get);
    const drained = drain(server);
    assert.match(await rest, /^HTTP\/1\.1 200 [\s\S]*Connection: close[\s\S]*answered$/);
    await drained;
  });

  it('finishes an answer that is under way, and closes the connection behind it', async () => {
    let finish = () => {};
    const { server, socket } = await connected((_, response) => {
      finish = () => response.end('answered');
    });
    const rest = allOf(socket);
    socket.write(get);
    await once(server, 'request');
    const drained = drain(server);
    finish();
    assert.match(await rest, /^HTTP\/1\.1 200 [\s\S]*answered$/);
    await drained;
  });

  it('answers a request that arrived while nothing could be read', async () => {
    const { server, socket } = await connected(answerAtOnce);
    socket.write(get);
    await nextOf(socket);
    const drained = drain(server);
    // once it has begun to wait
    await new Promise(setImmediate);
    const rest = allOf(socket);
    socket.write(get);
    for (const start = performance.now(); performance.now() - start < 300; );
    assert.match(await rest, /^HTTP\/1\.1 200 [\s\S]*Connection: close[\s\S]*answered$/);
    await drained;
  });

  it('waits for nobody where no connection is open, and for a moment where one is idle', async () => {
    const { server: alone, socket: gone } = await connected(answerAtOnce);
    gone.destroy();
    await once(gone, 'close');
    const { server, socket } = await connected(answerAtOnce);
    socket.write(get);
    await nextOf(socket);
    const closed = once(socket.resume(), 'close');
    const ended: string[] = [];
    const start = performance.now();
    await Promise.all([
      drain(server).then(() => ended.push('one is idle')),
      drain(alone).then(() => ended.push('nobody')),
    ]);
    const tookMs = performance.now() - start;
    await closed;
    assert.deepEqual(ended, ['nobody', 'one is idle']);
    assert.ok(tookMs < connectionLimits.keepAliveTimeout / 2, `${tookMs} ms`);
  });
});

async function connected(onRequest: RequestListener): Promise<{ server: Server; socket: Socket }> {
  const server = createServer(connectionLimits, onRequest).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepted = once(server, 'connection');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await accepted;
  return { server, socket };
}

async function nextOf(socket: Socket): Promise<string> {
  return String((await once(socket, 'data'))[0]);
}

/** All that the server says until it ends the connection. */
async function allOf(socket: Socket): Promise<string> {
  let text = '';
  for await (const chunk of socket) text += chunk;
  return text;
}
