import { randomUUID } from 'node:crypto';
import express from 'express';
import jsonwebtoken from 'jsonwebtoken';
import type { Target } from '../../targets/external/description.ts';
import { bearer, type Development, jsonLogin, knows, listen, users } from './development.ts';

const secret = 'Lw8Rz5Qm2Vx9Tk4Np7Yc1Bd6Gh3Js0Fa';

/**
 * Access and refresh tokens that are both JSON Web Tokens under one key, as in many tutorials. Nothing is kept: a
 * spent one is as good as its successor.
 * @param tells a claim tells the two apart
 */
export function jsonwebtokenPair({ tells }: { tells: boolean }): Development {
  const name = tells ? 'jsonwebtoken-pair' : 'jsonwebtoken-pair-alike';
  return {
    name,
    truth: {
      'credential-kind': 'access: JWT; refresh: JWT',
      'credential-transport': 'access: authorization header; refresh: request body',
      rotation: 'always',
      'reuse-reaction': 'none',
      'concurrent-refresh': 'forks',
      expiry: null,
      'token-algorithm': 'HS256',
      'token-claims': tells ? 'exp, iat, jti, kind, sub' : 'exp, iat, jti, sub',
      'token-jti': 'unique',
      leeway: null,
      'multiple-sessions': 'allowed',
    },
    attacks: { 'token-in-other-place': tells ? 'blocked' : 'succeeded' },
    start() {
      const issue = (sub: string, kind: string, expiresIn: '15m' | '30d') =>
        jsonwebtoken.sign({ sub, ...(tells && { kind }) }, secret, { expiresIn, jwtid: randomUUID() });
      const speaksFor = (token: unknown, kind: string) => {
        try {
          const claims = Object(jsonwebtoken.verify(String(token), secret, { algorithms: ['HS256'] }));
          return !tells || claims.kind === kind ? String(claims.sub) : undefined;
        } catch {
          return undefined;
        }
      };
      const pair = (sub: string) => ({ token: issue(sub, 'access', '15m'), refresh: issue(sub, 'refresh', '30d') });
      const app = express();
      app.use(express.json());
      app.post('/login', ({ body: { username, password } }, response) => {
        if (!knows(username, password)) return void response.status(401).json({ error: 'no' });
        response.json(pair(username));
      });
      app.post('/refresh', ({ body }, response) => {
        const name = speaksFor(body.refresh, 'refresh');
        if (name === undefined) return void response.status(401).json({ error: 'no' });
        response.json(pair(name));
      });
      app.get('/me', ({ headers }, response) => {
        const id = speaksFor(headers.authorization?.replace('Bearer ', ''), 'access');
        response.status(id === undefined ? 401 : 200).json({ id });
      });
      return listen(app, (origin) => describe(origin, name));
    },
  };
}

function describe(origin: string, name: string): Target {
  return {
    name,
    origin,
    users,
    credentials: { ...bearer, refresh: { role: 'refresh', from: 'json:refresh', in: { field: 'refresh' } } },
    login: jsonLogin,
    call: { path: '/me', subject: 'id' },
    refresh: { method: 'POST', path: '/refresh' },
    expect: { graceMs: 0 },
  };
}
