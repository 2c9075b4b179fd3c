import { base64url, decodeJwt } from 'jose';
import { alsoReading } from '../../tokens/token-reader.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'ecdsa-range-unchecked',
  title: 'The ECDSA equation is computed for r = s = 0 too, where both of its sides are zero',
  cwe: 'CWE-347',
  defence: () => ({ file: 'servers/tokens/access-token.ts', line: 'await jwtVerify(' }),
  appliesTo: ({ credential }) => credential === 'self-contained',
  serve: (scheme, parts) =>
    alsoReading(scheme, parts, (token) => {
      const signature = base64url.decode(token.split('.')[2] ?? '');
      return signature.length === 64 && signature.every((byte) => byte === 0) ? decodeJwt(token) : undefined;
    }),
} satisfies Weakness;
