import { once } from 'node:events';
import { expectBlocked } from 'authbench';
import { afterAll, beforeAll, it } from 'vitest';
import { app } from './app.mjs';
import { target } from './target.mjs';

let server;
beforeAll(async () => {
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => server.close());

// Vitest gives a test five seconds, and a run may wait for a core that others have
it('ends a session for good when its user signs out', { timeout: 600_000 }, () =>
  expectBlocked(target(server), 'replay-after-logout'),
);
