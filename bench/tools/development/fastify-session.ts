import cookie from '@fastify/cookie';
import session from '@fastify/session';
import fastify from 'fastify';
import { cookieTarget, type Development, knows, type Started } from './development.ts';

declare module 'fastify' {
  interface Session {
    user?: string;
  }
}

/** @fastify/session in memory, with a new session at login. */
export const fastifySession: Development = {
  name: 'fastify-session',
  truth: {
    'credential-kind': 'session: signed reference',
    'credential-transport': 'session: cookie',
    'cookie-flags': 'without Secure, a name prefix',
    'cookie-deletion': 'left as it is',
    'revocation-on-logout': 'at once',
    fixation: 'given: none; chosen: replaced; again: replaced',
    expiry: null,
    'multiple-sessions': 'allowed',
  },
  attacks: { 'session-fixation': 'blocked', 'replay-after-logout': 'blocked' },
  async start(): Promise<Started> {
    const app = fastify();
    await app.register(cookie);
    await app.register(session, {
      secret: 'a secret with a minimum length of 32 characters',
      saveUninitialized: false,
      cookie: { secure: false, sameSite: 'lax' },
    });
    app.post<{ Body: { username: string; password: string } }>('/login', async (request, reply) => {
      const { username, password } = request.body;
      if (!knows(username, password)) return reply.code(401).send({ error: 'no' });
      await request.session.regenerate();
      request.session.user = username;
      return { ok: true };
    });
    app.get('/me', async (request, reply) =>
      request.session.user === undefined ? reply.code(401).send({}) : { id: request.session.user },
    );
    app.post('/logout', async (request, reply) => {
      await request.session.destroy();
      return reply.code(204).send();
    });
    const origin = await app.listen({ port: Number(process.env.PORT ?? 0), host: '127.0.0.1' });
    return {
      description: cookieTarget(origin, { name: 'fastify-session', cookie: 'sessionId' }),
      [Symbol.asyncDispose]: () => app.close(),
    };
  },
};
