import { jsonwebtokenVerifier } from '../tokens/jsonwebtoken-verifier.ts';
import { secretKey, verifiedBy } from '../tokens/verified-by.ts';
import type { Variation } from '../variation.ts';

export default {
  id: 'jsonwebtoken',
  title: 'jsonwebtoken, secret as KeyObject',
  question: 'How much of a token’s cost is that of the library?',
  choice: 'which library verifies HS256',
  appliesTo: ({ credential, renewal }) => credential === 'self-contained' && renewal === 'none',
  serve: (scheme, parts) => verifiedBy(scheme, parts, jsonwebtokenVerifier(secretKey(parts), parts.settings)),
} satisfies Variation;
