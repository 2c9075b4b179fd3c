import jwt from '@fastify/jwt';
import fastify from 'fastify';
import { exportJWK, exportPKCS8, exportSPKI, generateKeyPair } from 'jose';
import type { Target } from '../../targets/external/description.ts';
import { bearer, type Development, jsonLogin, knows, type Started, users } from './development.ts';

/** Long enough for a busy machine: a whole second of it may be rounded away. */
const shortS = 5;

/** @fastify/jwt, which keeps nothing: a logout can do nothing but say so. */
export function fastifyJwt(algorithm: 'HS256' | 'RS256'): Development {
  const name = `fastify-jwt-${algorithm.toLowerCase()}`;
  return {
    name,
    truth: {
      'credential-kind': 'access: JWT',
      'credential-transport': 'access: authorization header',
      'revocation-on-logout': 'not ended',
      expiry: 'fixed',
      'token-algorithm': algorithm,
      'token-claims': 'exp, iat, sub',
      'token-jti': 'absent',
      leeway: '0 s',
      'multiple-sessions': 'allowed',
    },
    attacks: {
      // fast-jwt throws over an algorithm that it does not take, and the plugin makes a 500 of it
      'jwt-unsigned': 'blocked-by-crash',
      'jwt-header-key-injection': 'blocked-by-crash',
      'jwt-kid-injection': algorithm === 'HS256' ? 'blocked' : 'blocked-by-crash',
      'jwt-weak-secret': algorithm === 'HS256' ? 'succeeded' : 'blocked-by-crash',
      'jwt-alg-confusion': algorithm === 'HS256' ? 'not-run' : 'blocked-by-crash',
      'jwt-claims-unverified': 'blocked-by-crash',
      [`jwt-fuzz-${algorithm.toLowerCase()}`]: 'blocked-by-crash',
    },
    async start(lifeS = shortS): Promise<Started> {
      const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
      const app = fastify();
      await app.register(jwt, {
        // guessable, so that the guess is seen to be found
        secret:
          algorithm === 'HS256'
            ? 'secret'
            : { private: await exportPKCS8(privateKey), public: await exportSPKI(publicKey) },
        sign: { algorithm, expiresIn: `${lifeS}s` },
        ...(algorithm === 'RS256' && { verify: { algorithms: ['RS256'] } }),
      });
      app.post<{ Body: { username: string; password: string } }>('/login', async (request, reply) => {
        const { username, password } = request.body;
        if (!knows(username, password)) return reply.code(401).send({ error: 'no' });
        return { token: app.jwt.sign({ sub: username }) };
      });
      app.get('/me', async (request) => ({ id: (await request.jwtVerify<{ sub: string }>()).sub }));
      app.post('/logout', async (_, reply) => reply.code(204).send());
      app.get('/keys', async () => ({ keys: [{ ...(await exportJWK(publicKey)), alg: 'RS256', use: 'sig' }] }));
      const origin = await app.listen({ port: Number(process.env.PORT ?? 0), host: '127.0.0.1' });
      return { description: describe(origin, name, lifeS), [Symbol.asyncDispose]: () => app.close() };
    },
  };
}

function describe(origin: string, name: string, lifeS: number): Target {
  return {
    name,
    origin,
    users,
    credentials: bearer,
    login: jsonLogin,
    call: { path: '/me', subject: 'id' },
    logout: { method: 'POST', path: '/logout' },
    publicKeys: '/keys',
    optIn: ['cpu'],
    ttlMs: { access: lifeS * 1_000 },
  };
}
