import { jsonwebtokenVerifier } from '../tokens/jsonwebtoken-verifier.ts';
import { secretBytes, verifiedBy } from '../tokens/verified-by.ts';
import type { Variation } from '../variation.ts';

export default {
  id: 'jsonwebtoken-secret-as-bytes',
  title: 'jsonwebtoken, secret given as bytes',
  question: 'What does the most used library cost, used as its own examples use it?',
  choice: 'how the key of HS256 is held',
  appliesTo: ({ credential, renewal }) => credential === 'self-contained' && renewal === 'none',
  serve: (scheme, parts) => verifiedBy(scheme, parts, jsonwebtokenVerifier(secretBytes(parts), parts.settings)),
} satisfies Variation;
