import { once } from 'node:events';
import { after, before, it } from 'node:test';
import { expectBlocked } from 'authbench';
import { app } from './app.mjs';

let server;
before(async () => {
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
after(() => server.close());

it('ends a session for good when its user signs out', async () => {
  process.env.ANN_PASSWORD = 'ann-has-a-long-password';
  process.env.BOB_PASSWORD = 'bob-has-another-password';
  await expectBlocked(
    {
      name: 'somebody-elses-app',
      origin: `http://127.0.0.1:${server.address().port}`,
      users: {
        ann: { username: 'ann', password: { env: 'ANN_PASSWORD' } },
        bob: { username: 'bob', password: { env: 'BOB_PASSWORD' } },
      },
      credentials: { session: { role: 'session', in: { cookies: ['__Host-sid'] } } },
      login: { method: 'POST', path: '/login', json: { username: '{{username}}', password: '{{password}}' } },
      call: { path: '/me', subject: 'json:user' },
      logout: { method: 'POST', path: '/logout' },
    },
    'replay-after-logout',
  );
});
