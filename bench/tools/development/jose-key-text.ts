import { createPublicKey, KeyObject } from 'node:crypto';
import express from 'express';
import { generateKeyPair, jwtVerify, SignJWT } from 'jose';
import type { Target } from '../../targets/external/description.ts';
import { bearer, type Development, jsonLogin, knows, listen, users } from './development.ts';

/**
 * jose with a key that was read from an indented file as text, and is handed over as it stands where the token says that
 * it is a secret. It publishes the text of the key, as many do who have a single one.
 */
export const joseKeyText: Development = {
  name: 'jose-key-text',
  truth: {
    'credential-kind': 'access: JWT',
    'credential-transport': 'access: authorization header',
    expiry: null,
    'token-algorithm': 'PS256',
    'token-claims': 'exp, sub',
    'token-jti': 'absent',
    leeway: null,
    'multiple-sessions': 'allowed',
  },
  attacks: { 'jwt-unsigned': 'blocked', 'jwt-header-key-injection': 'blocked', 'jwt-alg-confusion': 'succeeded' },
  async start() {
    const { privateKey, publicKey } = await generateKeyPair('PS256');
    const pem = String(KeyObject.from(publicKey).export({ type: 'spki', format: 'pem' }));
    const text = `\n    ${pem.trimEnd().replaceAll('\n', '\n    ')}\n`;
    const keyFor = ({ alg = '' }) => (alg.startsWith('HS') ? Buffer.from(text) : createPublicKey(pem));
    const app = express();
    app.use(express.json());
    app.post('/login', async ({ body: { username, password } }, response) => {
      if (!knows(username, password)) return void response.status(401).json({ error: 'no' });
      const token = new SignJWT({ sub: username }).setProtectedHeader({ alg: 'PS256' }).setExpirationTime('15m');
      response.json({ token: await token.sign(privateKey) });
    });
    app.get('/public.pem', (_, response) => void response.type('text/plain').send(pem));
    app.get('/me', async (request, response) => {
      const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
      const verified = await jwtVerify(token, keyFor).catch(() => undefined);
      response.status(verified ? 200 : 401).json({ id: verified?.payload.sub });
    });
    return listen(app, describe);
  },
};

function describe(origin: string): Target {
  return {
    name: joseKeyText.name,
    origin,
    users,
    credentials: bearer,
    login: jsonLogin,
    call: { path: '/me', subject: 'id' },
  };
}
