import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { BenchError, expectBlocked, run, type Target } from './index.ts';

/** Signs in by a cookie that says who it is: a logout takes it away, and a copy lives on. */
const server = createServer((request, response) => {
  if (request.url === '/login') {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const { username, password } = JSON.parse(body);
      const known = password === `${username}-has-a-long-password`;
      response.writeHead(known ? 204 : 401, known ? { 'set-cookie': `who=${username}; HttpOnly` } : {}).end();
    });
    return;
  }
  if (request.url === '/logout') {
    response.writeHead(204, { 'set-cookie': 'who=; Max-Age=0' }).end();
    return;
  }
  const user = /who=(ann|bob)/.exec(request.headers.cookie ?? '')?.[1];
  response.writeHead(user ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify({ user }));
});
let target: Target;

before(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  process.env.LIBRARY_ANN = 'ann-has-a-long-password';
  process.env.LIBRARY_BOB = 'bob-has-a-long-password';
  target = {
    name: 'who',
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    users: {
      ann: { username: 'ann', password: { env: 'LIBRARY_ANN' } },
      bob: { username: 'bob', password: { env: 'LIBRARY_BOB' } },
    },
    credentials: { session: { role: 'session', in: { cookies: ['who'] } } },
    login: { method: 'POST', path: '/login', json: { username: '{{username}}', password: '{{password}}' } },
    call: { path: '/me', subject: 'json:user' },
    logout: { method: 'POST', path: '/logout' },
  };
});
after(() => server.close());

describe('the library', () => {
  it('fails whoever expects an attack to be blocked that succeeds, with what was answered', async () => {
    await assert.rejects(expectBlocked(target, 'replay-after-logout', { store: 'embedded' }), ({ name, message }) => {
      assert.equal(name, 'AssertionError');
      assert.match(message, /^replay-after-logout on who: succeeded\. /);
      return true;
    });
  });

  it('refuses a name that is none before anything starts', async () => {
    const refused = (work: Promise<unknown>, words: RegExp) =>
      assert.rejects(
        work,
        (error) => error instanceof BenchError && error.code === 'AB-E001' && words.test(error.message),
      );
    await refused(run({ profile: 'quickly' }), /quickly/);
    await refused(run(Object.fromEntries([['speed', 'high']])), /--speed/);
    await refused(expectBlocked(target, 'no-such-attack'), /no-such-attack/);
  });
});
