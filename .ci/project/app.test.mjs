import { once } from 'node:events';
import { after, before, it } from 'node:test';
import { expectBlocked } from 'authbench';
import { app } from './app.mjs';
import { target } from './target.mjs';

let server;
before(async () => {
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
after(() => server.close());

it('ends a session for good when its user signs out', () => expectBlocked(target(server), 'replay-after-logout'));
