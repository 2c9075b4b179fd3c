import type { Compact, Json, TokenChanges } from './compact-token.ts';

/**
 * Whether a standard forbids a verifier to accept a token that is well signed and unlike a genuine one in this. What a
 * genuine token does not state, a verifier has no reason to look at; and the issuer signs with this key alone.
 * @param now in seconds since 1970
 */
export function isForbidden(
  { header = {}, payload = {}, algorithm }: TokenChanges,
  genuine: Pick<Compact, 'header' | 'payload'>,
  now = Date.now() / 1_000,
): boolean {
  const changedHeader = asRead(header);
  const changedPayload = asRead(payload);
  // RFC 8725 §3.1: each key is used with one algorithm
  if (algorithm !== undefined && algorithm !== genuine.header.alg) return true;
  // what is no object of claims is no JSON Web Token (RFC 7519 §7.2)
  if (!changedHeader || !changedPayload) return true;
  const rules = [
    ...Object.entries(changedHeader).map(([name, value]) => forbiddenHeaders[name]?.(value, genuine.header, now)),
    ...Object.entries(changedPayload).map(([name, value]) => forbiddenClaims[name]?.(value, genuine.payload, now)),
  ];
  return rules.some((forbidden) => forbidden === true);
}

type Rule = (value: unknown, genuine: Json, now: number) => boolean;

const forbiddenHeaders: Readonly<Record<string, Rule>> = {
  // RFC 7515 §4.1.11; a name that the specification itself defines MAY be refused
  crit: (value) => !(Array.isArray(value) && value.length > 0 && value.every((name) => name === 'alg')),
  // RFC 8725 §3.11, RFC 9068 §4: a type that was given to tell tokens apart
  typ: (value, { typ }) => isExplicit(typ) && value !== typ,
};

const forbiddenClaims: Readonly<Record<string, Rule>> = {
  // RFC 7519 §4.1.4 and §4.1.5: a number, and within it
  exp: (value, _, now) => value !== undefined && !(typeof value === 'number' && value > now),
  nbf: (value, _, now) => value !== undefined && !(typeof value === 'number' && value < now),
  // RFC 8725 §3.8: the key belongs to the issuer that is named
  iss: (value, { iss }) => iss !== undefined && value !== undefined && value !== iss,
  // RFC 7519 §4.1.3: whoever finds others named MUST refuse it
  aud: (value, { aud }) => aud !== undefined && value !== undefined && JSON.stringify(value) !== JSON.stringify(aud),
};

function isExplicit(typ: unknown): boolean {
  return typeof typ === 'string' && typ.toUpperCase() !== 'JWT';
}

function asRead(part: Json | string): Json | undefined {
  if (typeof part !== 'string') return part;
  try {
    const value: unknown = JSON.parse(part);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}
