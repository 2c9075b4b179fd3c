import jsonwebtoken from 'jsonwebtoken';
import type { Parts } from '../scheme.ts';
import { tokenRules } from '../tokens/access-token.ts';
import { secretBytes, secretKey, type Verifier, verifiedBy } from '../tokens/verified-by.ts';
import type { Variation } from '../variation.ts';

export default [
  {
    id: 'jsonwebtoken',
    title: 'jsonwebtoken, secret as KeyObject',
    question: 'How much of a token’s cost is that of the library?',
    choice: 'which library verifies HS256',
    ...verifying(secretKey),
  },
  {
    id: 'jsonwebtoken-secret-as-bytes',
    title: 'jsonwebtoken, secret given as bytes',
    question: 'What does the most used library cost, used as its own examples use it?',
    choice: 'how the key of HS256 is held',
    ...verifying(secretBytes),
  },
] satisfies readonly Variation[];

function verifying(keyOf: (parts: Parts) => jsonwebtoken.Secret) {
  return {
    appliesTo: ({ credential, renewal }) => credential === 'self-contained' && renewal === 'none',
    serve: (scheme, parts) => verifiedBy(scheme, parts, verifier(keyOf(parts), parts)),
  } satisfies Partial<Variation>;
}

/** The reference's rules in jsonwebtoken's words; it knows neither types nor required claims. */
function verifier(key: jsonwebtoken.Secret, { settings }: Parts): Verifier {
  const { typ, issuer, audience, requiredClaims, maxTokenAge, clockTolerance } = tokenRules(settings);
  const algorithm = settings.algorithm;
  if (algorithm === 'EdDSA') throw new RangeError('jsonwebtoken does not know EdDSA');
  const options = {
    algorithms: [algorithm],
    issuer,
    audience,
    maxAge: maxTokenAge,
    clockTolerance,
    complete: true,
  } as const;
  return (token) => {
    const { header, payload } = jsonwebtoken.verify(token, key, { ...options, algorithms: [algorithm] });
    const complete = typeof payload === 'object' && requiredClaims.every((name) => name in payload);
    return header.typ === typ && complete ? payload : undefined;
  };
}
