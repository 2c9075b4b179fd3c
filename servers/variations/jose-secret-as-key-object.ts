import { jwtVerify } from 'jose';
import { tokenRules } from '../tokens/access-token.ts';
import { secretKey, verifiedBy } from '../tokens/verified-by.ts';
import type { Variation } from '../variation.ts';

export default {
  id: 'jose-secret-as-key-object',
  title: 'jose, secret as KeyObject',
  question: 'Is a KeyObject, made once, as good for jose as the CryptoKey of the reference?',
  choice: 'how the key of HS256 is held',
  appliesTo: ({ credential, renewal }) => credential === 'self-contained' && renewal === 'none',
  serve(scheme, parts) {
    const secret = secretKey(parts);
    const rules = tokenRules(parts.settings);
    return verifiedBy(scheme, parts, async (token) => (await jwtVerify(token, secret, rules)).payload);
  },
} satisfies Variation;
