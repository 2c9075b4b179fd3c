import { jwtVerify } from 'jose';
import { alsoReading, publishedPem } from '../../tokens/token-reader.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'jwt-alg-from-token',
  title: 'The token names the algorithm, and the key is the bytes of a PEM file whatever it names',
  cwe: 'CWE-347',
  defence: () => ({ file: 'servers/tokens/access-token.ts', line: 'algorithms: [' }),
  appliesTo: ({ credential }) => credential === 'self-contained',
  async serve(scheme, parts) {
    const pem = (await publishedPem(parts.settings)) ?? '';
    return alsoReading(scheme, parts, async (token) => (await jwtVerify(token, () => Buffer.from(pem))).payload);
  },
} satisfies Weakness;
