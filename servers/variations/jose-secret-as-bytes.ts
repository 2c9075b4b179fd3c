import { jwtVerify } from 'jose';
import { tokenRules } from '../tokens/access-token.ts';
import { secretBytes, verifiedBy } from '../tokens/verified-by.ts';
import type { Variation } from '../variation.ts';

export default {
  id: 'jose-secret-as-bytes',
  title: 'jose, secret given as bytes',
  question: 'What does it cost to hand jose the secret itself, which it then imports for every token?',
  choice: 'how the key of HS256 is held',
  appliesTo: ({ credential, renewal }) => credential === 'self-contained' && renewal === 'none',
  serve(scheme, parts) {
    const secret = secretBytes(parts);
    const rules = tokenRules(parts.settings);
    return verifiedBy(scheme, parts, async (token) => (await jwtVerify(token, secret, rules)).payload);
  },
} satisfies Variation;
