import jsonwebtoken from 'jsonwebtoken';
import type { Settings } from '../settings.ts';
import { tokenRules } from './access-token.ts';
import type { Verifier } from './verified-by.ts';

/** The reference's rules in jsonwebtoken's words; it knows neither types nor required claims. */
export function jsonwebtokenVerifier(key: jsonwebtoken.Secret, settings: Settings): Verifier {
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
