import { createSecretKey, KeyObject, randomBytes } from 'node:crypto';
import express from 'express';
import { exportJWK, exportPKCS8, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import jsonwebtoken from 'jsonwebtoken';
import type { Target } from '../../targets/external/description.ts';
import { bearer, type Development, jsonLogin, knows, listen, users } from './development.ts';

interface Traits {
  readonly name: string;
  readonly algorithm: string;
  readonly attacks: Development['attacks'];
  /** A logout notes the token as it is spelled. */
  readonly denies?: true;
  keys(): Promise<Keys>;
  /** Whom a token speaks for, or undefined. */
  read(token: string, key: KeyObject): Promise<unknown>;
}

interface Keys {
  readonly signing: KeyObject;
  readonly verifying: KeyObject;
  /** As it stands in the environment, and how the description says so. */
  readonly lent: string;
  readonly encoding?: 'base64';
}

const signing = (comesTo: 'blocked' | 'succeeded') => ({
  'jwt-crit': comesTo,
  'jwt-time-claims': comesTo,
  'jwt-claim-types': comesTo,
  'jwt-duplicate-claims': comesTo,
  'token-type-confusion': comesTo,
});

const [issuer, audience] = ['https://issuer.example', 'https://api.example'];

/** jose as its README has it, with a key in PEM whose line breaks are escaped, as they are in many .env files. */
export const keptSigned: Traits = {
  name: 'jose-checks-claims',
  algorithm: 'ES384',
  attacks: signing('blocked'),
  async keys() {
    const { privateKey, publicKey } = await generateKeyPair('ES384', { extractable: true });
    const lent = (await exportPKCS8(privateKey)).replaceAll('\n', '\\n');
    return { signing: KeyObject.from(privateKey), verifying: KeyObject.from(publicKey), lent };
  },
  read: async (token, key) => (await jwtVerify(token, key, { issuer, audience })).payload.sub,
};

/** The first with a list of tokens that were ended, each in one of the many spellings that it has. */
export const deniedByText: Traits = {
  ...keptSigned,
  name: 'jose-denylist-of-texts',
  algorithm: 'PS512',
  attacks: { 'denylist-malleability': 'succeeded' },
  denies: true,
  async keys() {
    const { privateKey, publicKey } = await generateKeyPair('PS512', { extractable: true });
    const lent = JSON.stringify(await exportJWK(privateKey));
    return { signing: KeyObject.from(privateKey), verifying: KeyObject.from(publicKey), lent };
  },
};

/** The signature is checked; the name is then cut out of the text, and nothing else is looked at. */
export const onlySigned: Traits = {
  name: 'jsonwebtoken-signature-alone',
  algorithm: 'HS512',
  attacks: signing('succeeded'),
  async keys() {
    const secret = randomBytes(64);
    const key = createSecretKey(secret);
    return { signing: key, verifying: key, lent: secret.toString('base64'), encoding: 'base64' };
  },
  async read(token, key) {
    jsonwebtoken.verify(token, key, { ignoreExpiration: true, ignoreNotBefore: true });
    return /"sub":"([^"]*)"/.exec(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())?.[1];
  },
};

export function signedTokens({ name, algorithm, attacks, denies, keys, read }: Traits): Development {
  return {
    name,
    truth: {
      'credential-kind': 'access: JWT',
      'credential-transport': 'access: authorization header',
      ...(denies && { 'revocation-on-logout': 'at once' }),
      expiry: null,
      'token-algorithm': algorithm,
      'token-claims': 'aud, exp, iat, iss, sub',
      'token-jti': 'absent',
      leeway: null,
      'multiple-sessions': 'allowed',
    },
    attacks,
    async start() {
      const { signing, verifying, lent, encoding } = await keys();
      const app = express();
      app.use(express.json());
      app.post('/login', async ({ body: { username, password } }, response) => {
        if (!knows(username, password)) return void response.status(401).json({ error: 'no' });
        const token = new SignJWT({ sub: username }).setProtectedHeader({ alg: algorithm });
        const whole = token.setIssuer(issuer).setAudience(audience).setIssuedAt().setExpirationTime('15m');
        response.json({ token: await whole.sign(signing) });
      });
      const denied = new Set<string>();
      const bearerOf = ({ headers }: express.Request) => headers.authorization?.replace('Bearer ', '') ?? '';
      app.post('/logout', (request, response) => {
        denied.add(bearerOf(request));
        response.status(204).end();
      });
      app.get('/me', async (request, response) => {
        const token = bearerOf(request);
        const id = denied.has(token) ? undefined : await read(token, verifying).catch(() => undefined);
        response.status(id === undefined ? 401 : 200).json({ id });
      });
      const started = await listen(app, (origin) => describe(origin, { name, denies, encoding }));
      return { ...started, env: { SIGNING_KEY: lent } };
    },
  };
}

function describe(
  origin: string,
  { name, denies, encoding }: Pick<Traits, 'name'> & { denies: true | undefined; encoding: 'base64' | undefined },
): Target {
  return {
    name,
    origin,
    users,
    credentials: bearer,
    login: jsonLogin,
    call: { path: '/me', subject: 'id' },
    ...(denies && { logout: { method: 'POST', path: '/logout' } }),
    signingKey: { env: 'SIGNING_KEY', ...(encoding && { encoding }) },
  };
}
