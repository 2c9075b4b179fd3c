import { randomUUID } from 'node:crypto';
import express, { type ErrorRequestHandler } from 'express';
import { expressjwt, type Request } from 'express-jwt';
import jsonwebtoken from 'jsonwebtoken';
import type { Target } from '../../targets/external/description.ts';
import { bearer, type Development, jsonLogin, knows, listen, users } from './development.ts';

const secret = 'q3Zr8Yt1vXw5Lp0sNc7Bf4Hd9Kj2Mg6R';

/** What an instance caches of a list that others share, it learns so late. */
const cachedMs = 2_700;

/** express-jwt on jsonwebtoken; with a deny list of ended tokens it takes them back, at once or behind a cache. */
export function expressJwt({ denies, late = false }: { denies: boolean; late?: boolean }): Development {
  const name = late ? 'express-jwt-denylist-cached' : denies ? 'express-jwt-denylist' : 'express-jwt';
  return {
    name,
    truth: {
      'credential-kind': 'access: JWT',
      'credential-transport': 'access: authorization header',
      'revocation-on-logout': late ? 'within 3000 ms' : denies ? 'at once' : 'not ended',
      expiry: null,
      'token-algorithm': 'HS256',
      'token-claims': 'exp, iat, jti, role, user',
      'token-jti': 'unique',
      leeway: null,
      'multiple-sessions': 'allowed',
    },
    attacks: late
      ? {}
      : {
          'jwt-unsigned': 'blocked',
          'jwt-header-key-injection': 'blocked',
          'jwt-kid-injection': 'blocked',
          'jwt-weak-secret': 'blocked',
          'jwt-claims-unverified': 'blocked',
          'sign-in-histories': denies ? 'blocked' : 'not-run',
          ...(denies
            ? { 'replay-after-logout': 'blocked', 'denylist-malleability': 'blocked' }
            : { 'jwt-fuzz-hs256': 'blocked' }),
        },
    async start() {
      const denied = new Set<string>();
      const app = express();
      app.use(express.json());
      app.post('/login', (request, response) => {
        const { username, password } = request.body;
        if (!knows(username, password)) return void response.status(401).json({ error: 'no' });
        const claims = { user: { name: username }, role: 'user' };
        response.json({ token: jsonwebtoken.sign(claims, secret, { expiresIn: '15m', jwtid: randomUUID() }) });
      });
      app.use(
        expressjwt({
          secret,
          algorithms: ['HS256'],
          ...(denies && { isRevoked: async (_, token) => denied.has(String(Object(token?.payload).jti)) }),
        }),
      );
      app.get('/me', (request: Request, response) => void response.json({ account: request.auth?.user.name }));
      app.post('/logout', (request: Request, response) => {
        const jti = String(request.auth?.jti);
        if (late) setTimeout(() => denied.add(jti), cachedMs).unref();
        else denied.add(jti);
        response.status(204).end();
      });
      const refuse: ErrorRequestHandler = (error, _request, response, _next) => {
        response.status(error.status ?? 500).json({ error: error.code });
      };
      app.use(refuse);
      return listen(app, (origin) => describe(origin, name));
    },
  };
}

function describe(origin: string, name: string): Target {
  return {
    name,
    origin,
    users,
    credentials: bearer,
    login: jsonLogin,
    call: { path: '/me', subject: 'account' },
    logout: { method: 'POST', path: '/logout' },
    optIn: ['cpu'],
  };
}
