import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import express from 'express';
import { cookieTarget, type Development, knows, listen } from './development.ts';

/**
 * Connections that are offered to be kept, and are closed under the next request: what a proxy in front of a pool of
 * workers does now and then, done each time.
 */
export const oneRequestEach: Development = {
  name: 'one-request-each',
  truth: {
    'credential-kind': 'session: reference',
    'credential-transport': 'session: cookie',
    'cookie-flags': 'without Secure, a name prefix',
    'cookie-deletion': 'left as it is',
    'revocation-on-logout': 'at once',
    fixation: 'given: none; chosen: replaced; again: replaced',
    expiry: null,
    'multiple-sessions': 'allowed',
  },
  attacks: { 'session-fixation': 'blocked', 'replay-after-logout': 'blocked' },
  start() {
    const sessions = new Map<string, string>();
    const used = new WeakSet<Socket>();
    const app = express();
    app.use(({ socket }, _, next) => {
      if (used.has(socket)) return void socket.destroy();
      used.add(socket);
      next();
    });
    app.use(express.json());
    const held = ({ headers }: express.Request) => /\bsid=(\w+)/.exec(headers.cookie ?? '')?.[1] ?? '';
    app.post('/login', (request, response) => {
      const { username, password } = request.body;
      if (!knows(username, password)) return void response.status(401).json({ error: 'no' });
      sessions.delete(held(request));
      const id = randomBytes(16).toString('hex');
      sessions.set(id, username);
      response.cookie('sid', id, { httpOnly: true, sameSite: 'lax' }).json({});
    });
    app.get('/me', (request, response) => {
      const id = sessions.get(held(request));
      response.status(id === undefined ? 401 : 200).json({ id });
    });
    app.post('/logout', (request, response) => {
      sessions.delete(held(request));
      response.json({});
    });
    return listen(app, (origin) => cookieTarget(origin, oneRequestEach));
  },
};
