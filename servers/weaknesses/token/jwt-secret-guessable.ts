import { decodeJwt, decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { readBy } from '../../tokens/token-reader.ts';
import type { Weakness } from '../../weakness.ts';

const secret = new TextEncoder().encode('secret');

export default {
  id: 'jwt-secret-guessable',
  title: 'Tokens are signed with the word that tutorials use',
  cwe: 'CWE-521',
  defence: () => ({ file: 'servers/tokens/token-keys.ts', line: 'secretProblem(name, key)' }),
  appliesTo: ({ credential }) => credential === 'self-contained',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    const { renew } = sound;
    return {
      ...sound,
      authenticate: (ctx) => readBy(async (token) => (await jwtVerify(token, secret)).payload, ctx),
      signIn: async (ctx, account) => signedAgain(await sound.signIn(ctx, account)),
      ...(renew && { renew: async (ctx) => signedAgain(await renew(ctx)) }),
    };
  },
} satisfies Weakness;

async function signedAgain(answer: Record<string, unknown>): Promise<Record<string, unknown>> {
  const token = String(answer.access_token);
  const { typ = 'at+jwt' } = decodeProtectedHeader(token);
  const access_token = await new SignJWT(decodeJwt(token)).setProtectedHeader({ alg: 'HS256', typ }).sign(secret);
  return { ...answer, access_token };
}
