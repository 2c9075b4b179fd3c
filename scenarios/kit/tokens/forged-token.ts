import { createHmac } from 'node:crypto';
import { type Compact, decode, encode, type Json, readCompact } from './compact-token.ts';

/** A JSON Web Token unlike the genuine one. */
export interface ForgedToken {
  readonly mutation: string;
  readonly token: string;
  /** It may be believed: no standard forbids it, and the owner does not say that it is refused. */
  readonly allowed?: true;
}

/**
 * Everything that a sound verifier refuses because the signature does not cover it: RFC 8725 §2.1 and §3.1, and what
 * jwt_tool and ZAP try.
 * @param genuine a token of one's own, in compact serialization
 * @param claims what the forger would rather be
 * @throws TypeError when `genuine` is no signed JWT
 */
export function unsignedForgeries(genuine: string, claims: Json): ForgedToken[] {
  const parts = readCompact(genuine);
  const { header, payload, signature } = parts;
  const altered = { ...parts, payload: { ...payload, ...claims } };
  const unsigned = (alg: string) => ({ ...altered, header: { ...header, alg }, signature: '' });
  const half = signature.slice(0, signature.length / 2);
  const forgeries = {
    'claims changed': join(altered),
    'claims changed, signature cut in half': join({ ...altered, signature: half }),
    'claims changed, signature empty': join({ ...altered, signature: '' }),
    'claims changed, signature missing': join({ ...altered, signature: '' }).slice(0, -1),
    'claims changed, NUL before the payload': join(altered, '\0'),
    'claims changed, NUL as signature': join({ ...altered, signature: encode('\0') }),
    'NUL after the signature': join({ ...parts, signature: encode(`${decode(signature)}\0`) }),
    'signature cut in half': join({ ...parts, signature: half }),
    'signature empty': join({ ...parts, signature: '' }),
    'alg none': join(unsigned('none')),
    'alg None': join(unsigned('None')),
    'alg NONE': join(unsigned('NONE')),
    'alg nOnE': join(unsigned('nOnE')),
    'alg none, signature kept': join({ ...unsigned('none'), signature }),
    'alg none, signature missing': join(unsigned('none')).slice(0, -1),
    'alg empty': join(unsigned('')),
    'alg absent': join({ ...unsigned('none'), header: without(header, 'alg') }),
    'alg HS256, blank key': withHmac({ ...altered, header: { ...header, alg: 'HS256' } }, ''),
    'alg hs256, blank key': withHmac({ ...altered, header: { ...header, alg: 'hs256' } }, ''),
    'alg in lower case, signature kept': join({
      ...parts,
      header: { ...header, alg: String(header.alg).toLowerCase() },
    }),
    'typ changed, signature kept': join({ ...parts, header: { ...header, typ: 'JWT+forged' } }),
    'token empty': '',
    'two dots': '..',
  };
  return Object.entries(forgeries).map(([mutation, token]) => ({ mutation, token }));
}

function join({ header, payload, signature }: Compact, beforePayload = ''): string {
  return `${signingInput(header, payload, beforePayload)}.${signature}`;
}

function withHmac({ header, payload }: Compact, key: string): string {
  const input = signingInput(header, payload);
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
}

function signingInput(header: Json, payload: Json, beforePayload = ''): string {
  return `${encode(JSON.stringify(header))}.${encode(`${beforePayload}${JSON.stringify(payload)}`)}`;
}

function without(record: Json, name: string): Json {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
}
