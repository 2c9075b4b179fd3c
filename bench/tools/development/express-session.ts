import { RedisStore } from 'connect-redis';
import express from 'express';
import session from 'express-session';
import { createClient } from 'redis';
import { openStore } from '../../store/open-store.ts';
import type { Target } from '../../targets/external/description.ts';
import { type Development, jsonLogin, knows, listen, plainCookie, users } from './development.ts';

declare module 'express-session' {
  interface SessionData {
    user?: string;
  }
}

/** express-session over connect-redis, as its README has it: a new session at each login, destroyed at logout. */
export const careful: Omit<Development, 'start'> = {
  name: 'express-session',
  truth: {
    'credential-kind': 'session: signed reference',
    'credential-transport': 'session: cookie',
    'cookie-flags': plainCookie,
    'cookie-deletion': 'left as it is',
    'revocation-on-logout': 'at once',
    fixation: 'given: replaced; chosen: replaced; again: replaced',
    expiry: 'sliding',
    'multiple-sessions': 'allowed',
  },
  attacks: { 'session-fixation': 'blocked', 'replay-after-logout': 'blocked' },
};

/** The same without `regenerate`, and with a logout that only takes the cookie away. */
export const careless: Omit<Development, 'start'> = {
  ...careful,
  name: 'express-session-careless',
  truth: {
    ...careful.truth,
    'revocation-on-logout': 'not ended',
    // with `rolling` the answer that clears the cookie also sets it anew
    'cookie-deletion': 'not deleted',
    fixation: 'given: kept; chosen: replaced; again: kept',
  },
  attacks: { 'session-fixation': 'succeeded', 'replay-after-logout': 'succeeded' },
};

/** The first, which also clears the cookie, of a folder that it was not set for. */
export const clearingElsewhere: Omit<Development, 'start'> = {
  ...careful,
  name: 'express-session-clears-aside',
  truth: { ...careful.truth, 'cookie-deletion': 'not deleted' },
};

const lifeMs = 4_000;

export function expressSession(about: Omit<Development, 'start'>): Development {
  const takesCare = about !== careless;
  return {
    ...about,
    async start() {
      const redis = await openStore('auto', { signal: new AbortController().signal, env: {} });
      const client = await createClient({ url: redis.url }).connect();
      const app = express();
      app.use(express.json());
      app.use(
        session({
          store: new RedisStore({ client, prefix: `${about.name}:` }),
          secret: 'thirty-two random characters would do',
          resave: false,
          saveUninitialized: true,
          rolling: true,
          cookie: { maxAge: lifeMs },
        }),
      );
      app.get('/', (_, response) => void response.json({ hello: 'visitor' }));
      app.post('/login', (request, response) => {
        const { username, password } = request.body;
        if (!knows(username, password)) return void response.status(401).json({ error: 'no' });
        const done = () => {
          request.session.user = username;
          response.json({ ok: true });
        };
        if (takesCare) request.session.regenerate(done);
        else done();
      });
      app.get('/me', (request, response) => {
        const { user } = request.session;
        // some servers answer 200 to anybody
        response.json({ user: user === undefined ? null : { name: user } });
      });
      app.post('/logout', (request, response) => {
        if (!takesCare) return void response.clearCookie('connect.sid').json({ ok: true });
        if (about === clearingElsewhere) response.clearCookie('connect.sid', { path: '/account' });
        request.session.destroy(() => response.json({ ok: true }));
      });
      return listen(app, (origin) => describe(origin, about.name), {
        async close() {
          client.destroy();
          await redis[Symbol.asyncDispose]();
        },
      });
    },
  };
}

function describe(origin: string, name: string): Target {
  return {
    name,
    origin,
    users,
    credentials: { session: { role: 'session', in: { cookies: ['connect.sid'] } } },
    visit: { path: '/' },
    login: jsonLogin,
    call: { path: '/me', subject: 'json:user.name' },
    logout: { method: 'POST', path: '/logout' },
    ttlMs: { session: lifeMs },
  };
}
