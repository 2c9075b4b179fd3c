import { jwtVerify } from 'jose';
import { fetchedKeys } from '../../tokens/fetched-keys.ts';
import { alsoReading } from '../../tokens/token-reader.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'key-set-fetched-each-time',
  title: 'Each token that names an unknown key has the key set fetched again',
  cwe: 'CWE-406',
  defence: () => ({ file: 'servers/tokens/fetched-keys.ts', line: 'cooldownDuration: jwksCooldownMs' }),
  appliesTo: ({ credential }) => credential === 'self-contained',
  async serve(scheme, parts) {
    const keys = fetchedKeys({ ...parts.settings, jwksCooldownMs: 0 });
    return alsoReading(scheme, parts, async (token) => keys && (await jwtVerify(token, keys)).payload);
  },
} satisfies Weakness;
