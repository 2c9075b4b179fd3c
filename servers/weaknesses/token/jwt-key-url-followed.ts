import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { alsoReading } from '../../tokens/token-reader.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'jwt-key-url-followed',
  title: 'A token is checked with a key set fetched from the address in its own header',
  cwe: 'CWE-918',
  defence: () => ({ file: 'servers/tokens/access-token.ts', line: 'function verifyingKey(' }),
  appliesTo: ({ credential }) => credential === 'self-contained',
  serve: (scheme, parts) =>
    alsoReading(scheme, parts, async (token) => {
      const { jku, x5u } = decodeProtectedHeader(token);
      return (await jwtVerify(token, createRemoteJWKSet(new URL(jku ?? x5u ?? '')))).payload;
    }),
} satisfies Weakness;
