import type { KeyObject } from 'node:crypto';
import { jwtVerify } from 'jose';
import type { Parts } from '../scheme.ts';
import { tokenRules } from '../tokens/access-token.ts';
import { secretBytes, secretKey, verifiedBy } from '../tokens/verified-by.ts';
import type { Variation } from '../variation.ts';

export default [
  {
    id: 'jose-secret-as-bytes',
    title: 'jose, secret given as bytes',
    question: 'What does it cost to hand jose the secret itself, which it then imports for every token?',
    ...verifying(secretBytes),
  },
  {
    id: 'jose-secret-as-key-object',
    title: 'jose, secret as KeyObject',
    question: 'Is a KeyObject, made once, as good for jose as the CryptoKey of the reference?',
    ...verifying(secretKey),
  },
] satisfies readonly Variation[];

function verifying(keyOf: (parts: Parts) => Uint8Array | KeyObject) {
  return {
    choice: 'how the key of HS256 is held',
    appliesTo: ({ credential, renewal }) => credential === 'self-contained' && renewal === 'none',
    serve(scheme, parts) {
      const secret = keyOf(parts);
      const rules = tokenRules(parts.settings);
      return verifiedBy(scheme, parts, async (token) => (await jwtVerify(token, secret, rules)).payload);
    },
  } satisfies Partial<Variation>;
}
