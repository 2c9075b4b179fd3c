import { jwtVerify } from 'jose';
import { tokenRules } from '../../tokens/access-token.ts';
import { fetchedKeys } from '../../tokens/fetched-keys.ts';
import { alsoReading } from '../../tokens/token-reader.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'keys-of-all-issuers',
  title: 'A key of any trusted issuer is good for tokens that name any of them',
  cwe: 'CWE-346',
  defence: () => ({ file: 'servers/tokens/trusted-issuers.ts', line: 'isTheirs(issuerIn' }),
  appliesTo: ({ credential }) => credential === 'self-contained',
  async serve(scheme, parts) {
    const [keys, rules] = [fetchedKeys(parts.settings), tokenRules(parts.settings)];
    return alsoReading(scheme, parts, async (token) => keys && (await jwtVerify(token, keys, rules)).payload);
  },
} satisfies Weakness;
