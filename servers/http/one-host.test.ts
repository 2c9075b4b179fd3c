import assert from 'node:assert/strict';
import { createConnection } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import jwt from '../schemes/jwt.ts';
import { serveScheme } from '../served-scheme.fixture.ts';

describe('a request', () => {
  it('names exactly one host, or is refused', async () => {
    await using served = await serveScheme(jwt);
    const ask = async (request: string) => {
      const socket = createConnection({ port: Number(new URL(served.origin).port), host: '127.0.0.1' });
      socket.write(request);
      return (await text(socket)).split('\r\n')[0];
    };
    const line = 'GET /healthz HTTP/1.1\r\nConnection: close\r\n';
    assert.equal(await ask(`${line}Host: auth.test\r\n\r\n`), 'HTTP/1.1 200 OK');
    assert.equal(await ask(`${line}Host: auth.test\r\nHOST: evil.test\r\n\r\n`), 'HTTP/1.1 400 Bad Request');
    assert.equal(await ask(`${line}\r\n`), 'HTTP/1.1 400 Bad Request');
    assert.equal(await ask('GET /healthz\r\n\r\n'), 'HTTP/1.1 400 Bad Request');
  });
});
