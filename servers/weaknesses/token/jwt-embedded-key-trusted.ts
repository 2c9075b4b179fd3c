import { createPublicKey, X509Certificate } from 'node:crypto';
import { decodeProtectedHeader, EmbeddedJWK, jwtVerify } from 'jose';
import { alsoReading } from '../../tokens/token-reader.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'jwt-embedded-key-trusted',
  title: 'A token is checked with the key, or the certificate, in its own header',
  cwe: 'CWE-347',
  defence: () => ({ file: 'servers/tokens/access-token.ts', line: 'function verifyingKey(' }),
  appliesTo: ({ credential }) => credential === 'self-contained',
  serve: (scheme, parts) =>
    alsoReading(scheme, parts, async (token) => {
      const [certificate] = decodeProtectedHeader(token).x5c ?? [];
      const key = certificate && new X509Certificate(Buffer.from(certificate, 'base64')).publicKey;
      return key
        ? (await jwtVerify(token, createPublicKey({ key: key.export({ format: 'jwk' }), format: 'jwk' }))).payload
        : (await jwtVerify(token, EmbeddedJWK)).payload;
    }),
} satisfies Weakness;
