import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { after, afterEach, before, describe, it } from 'node:test';
import { type Link, openLink } from './link.ts';

let echo: Server;
let link: Link;
before(async () => {
  echo = createServer((socket) => socket.on('error', () => {}).pipe(socket)).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  link = await openLink(`redis://127.0.0.1:${(echo.address() as AddressInfo).port}/3`, new AbortController().signal);
});
after(async () => {
  await link[Symbol.asyncDispose]();
  echo.close();
});
afterEach(async () => {
  await link.heal();
  await link.delay(0);
});

describe('a link', () => {
  it('carries what is sent, under an address that differs in host and port alone', async () => {
    assert.match(link.url, /^redis:\/\/127\.0\.0\.1:\d+\/3$/);
    const socket = await dial();
    assert.equal(await said(socket, 'hello'), 'hello');
    socket.destroy();
  });

  it('is as long as it is told, each way, to a fraction of a millisecond', async () => {
    const socket = await dial();
    const undelayed = await roundTripMs(socket);
    await link.delay(2.5);
    let delayed = await roundTripMs(socket);
    // the shortest of many: what this machine does meanwhile comes on top
    for (let left = 30; left > 0 && delayed - undelayed >= 8; left -= 1)
      delayed = Math.min(delayed, await roundTripMs(socket));
    // by itself: what came on top before is not a part of it
    assert.ok(delayed >= 4.9 && delayed - undelayed < 8, `${undelayed} → ${delayed} ms`);
    socket.destroy();
  });

  it('resets every connection, and takes the next', async () => {
    const socket = await dial();
    const lost = once(socket, 'error');
    await link.reset();
    assert.equal((await lost)[0].code, 'ECONNRESET');
    const next = await dial();
    assert.equal(await said(next, 'again'), 'again');
    next.destroy();
  });

  it('takes nobody while it is cut', async () => {
    await link.cut();
    const socket = connect(Number(new URL(link.url).port), '127.0.0.1');
    assert.equal((await once(socket, 'error'))[0].code, 'ECONNRESET');
    await link.heal();
    const next = await dial();
    assert.equal(await said(next, 'again'), 'again');
    next.destroy();
  });
});

describe('a link that is led elsewhere', () => {
  it('reaches the other server with connections that come after', async () => {
    const other = createServer((socket) => socket.end('other')).listen(0, '127.0.0.1');
    await once(other, 'listening');
    await link.lead(`redis://127.0.0.1:${(other.address() as AddressInfo).port}`);
    const socket = await dial();
    assert.equal(String((await once(socket, 'data'))[0]), 'other');
    other.close();
  });
});

async function dial() {
  const socket = connect(Number(new URL(link.url).port), '127.0.0.1').setNoDelay();
  await once(socket, 'connect');
  return socket;
}

async function said(socket: Awaited<ReturnType<typeof dial>>, text: string): Promise<string> {
  socket.write(text);
  return String((await once(socket, 'data'))[0]);
}

async function roundTripMs(socket: Awaited<ReturnType<typeof dial>>): Promise<number> {
  let least = Infinity;
  for (let i = 0; i < 30; i++) {
    const start = performance.now();
    await said(socket, 'x');
    least = Math.min(least, performance.now() - start);
  }
  return least;
}
