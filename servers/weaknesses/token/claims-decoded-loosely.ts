import { compactVerify } from 'jose';
import { tokenKeys } from '../../tokens/token-keys.ts';
import { alsoReading } from '../../tokens/token-reader.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'claims-decoded-loosely',
  title: 'Bytes of a token that are no UTF-8 are read as some text all the same',
  cwe: 'CWE-176',
  defence: () => ({ file: 'servers/tokens/access-token.ts', line: 'await jwtVerify(token, keyOf, rules)' }),
  appliesTo: ({ credential }) => credential === 'self-contained',
  async serve(scheme, parts) {
    const { algorithm } = parts.settings;
    const { signing, verifying } = await tokenKeys(parts.settings);
    const key = verifying(undefined) ?? signing;
    return alsoReading(scheme, parts, async (token) => {
      const { payload } = await compactVerify(token, key, { algorithms: [algorithm] });
      return JSON.parse(Buffer.from(payload).toString());
    });
  },
} satisfies Weakness;
