import { jwtVerify } from 'jose';
import { tokenRules } from '../../tokens/access-token.ts';
import { tokenKeys } from '../../tokens/token-keys.ts';
import { alsoReading } from '../../tokens/token-reader.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'token-spelled-loosely',
  title: 'A token is whatever a lenient decoder makes the right bytes of',
  cwe: 'CWE-180',
  defence: () => ({ file: 'servers/tokens/access-token.ts', line: 'const PRESENTED =' }),
  appliesTo: ({ credential, transport }) => credential === 'self-contained' && transport === 'bearer',
  async serve(scheme, parts) {
    const rules = tokenRules(parts.settings);
    const { signing, verifying } = await tokenKeys(parts.settings);
    const key = verifying(undefined) ?? signing;
    return alsoReading(scheme, parts, async (token) => (await jwtVerify(token, key, rules)).payload);
  },
} satisfies Weakness;
