import { base64url, flattenedVerify } from 'jose';
import { tokenKeys } from '../../tokens/token-keys.ts';
import { alsoReading } from '../../tokens/token-reader.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'jwt-claims-split-from-json',
  title: 'A token is checked as JSON serialization, and its claims are cut out between two dots',
  cwe: 'CWE-347',
  defence: () => ({ file: 'servers/tokens/access-token.ts', line: 'await jwtVerify(' }),
  appliesTo: ({ credential }) => credential === 'self-contained',
  async serve(scheme, parts) {
    const { signing, verifying } = await tokenKeys(parts.settings);
    return alsoReading(scheme, parts, async (token) => {
      const { payload, protected: header, signature } = JSON.parse(token);
      await flattenedVerify({ payload, protected: header, signature }, verifying(undefined) ?? signing);
      return JSON.parse(Buffer.from(base64url.decode(token.split('.')[1] ?? '')).toString());
    });
  },
} satisfies Weakness;
