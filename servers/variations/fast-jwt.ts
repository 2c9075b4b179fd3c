import { createVerifier } from 'fast-jwt';
import { tokenRules } from '../tokens/access-token.ts';
import { secretBytes, verifiedBy } from '../tokens/verified-by.ts';
import type { Variation } from '../variation.ts';

export default {
  id: 'fast-jwt',
  title: 'fast-jwt, without its cache',
  question: 'How much of a token’s cost is that of the library?',
  choice: 'which library verifies HS256',
  appliesTo: ({ credential, renewal }) => credential === 'self-contained' && renewal === 'none',
  serve(scheme, parts) {
    const { algorithms, typ, issuer, audience, requiredClaims, maxTokenAge, clockTolerance } = tokenRules(
      parts.settings,
    );
    const verify = createVerifier({
      key: secretBytes(parts),
      algorithms,
      checkTyp: typ,
      allowedIss: issuer,
      allowedAud: audience,
      requiredClaims,
      maxAge: maxTokenAge * 1_000,
      clockTolerance: clockTolerance * 1_000,
      // a hit of its cache skips the signature
      cache: false,
    });
    return verifiedBy(scheme, parts, verify);
  },
} satisfies Variation;
