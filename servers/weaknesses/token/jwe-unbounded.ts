import { jwtDecrypt } from 'jose';
import { alsoReading } from '../../tokens/token-reader.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'jwe-unbounded',
  title: 'Encrypted tokens are opened too, at whatever cost their header asks for',
  cwe: 'CWE-400',
  defence: () => ({ file: 'servers/tokens/access-token.ts', line: 'await jwtVerify(' }),
  appliesTo: ({ credential }) => credential === 'self-contained',
  serve(scheme, parts) {
    const password = new TextEncoder().encode(parts.settings.tokenKey);
    // jose stops at 10,000 rounds, and does not take PBES2 at all unless it is told to.
    const options = { keyManagementAlgorithms: ['PBES2-HS256+A128KW'], maxPBES2Count: Number.POSITIVE_INFINITY };
    return alsoReading(scheme, parts, async (token) => (await jwtDecrypt(token, password, options)).payload);
  },
} satisfies Weakness;
