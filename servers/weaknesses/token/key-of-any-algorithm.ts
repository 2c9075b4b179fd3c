import { createPublicKey } from 'node:crypto';
import { jwtVerify } from 'jose';
import { alsoReading, publishedPem } from '../../tokens/token-reader.ts';
import { secretKey } from '../../tokens/verified-by.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'key-of-any-algorithm',
  title: 'A key is good with every algorithm that it fits, whichever the token names',
  cwe: 'CWE-347',
  defence: () => ({ file: 'servers/tokens/access-token.ts', line: 'algorithms: [' }),
  appliesTo: ({ credential }) => credential === 'self-contained',
  async serve(scheme, parts) {
    const pem = await publishedPem(parts.settings);
    const key = pem === undefined ? secretKey(parts) : createPublicKey(pem);
    return alsoReading(scheme, parts, async (token) => (await jwtVerify(token, key)).payload);
  },
} satisfies Weakness;
