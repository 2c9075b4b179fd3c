import { createPrivateKey, createSecretKey, type KeyObject } from 'node:crypto';

/**
 * The key that a test environment signs its tokens with, as it stands in a variable: PEM (PKCS #8, PKCS #1, SEC 1), also
 * with its line breaks escaped; a JWK; or the text of a secret, in the encoding that is told.
 * @returns undefined for what is none of them
 */
export function readSigningKey(text: string, encoding: SecretEncoding = 'text'): KeyObject | undefined {
  const trimmed = text.replaceAll('\\n', '\n').trim();
  try {
    if (trimmed.startsWith('-----BEGIN')) return createPrivateKey(trimmed);
    if (!trimmed.startsWith('{')) return createSecretKey(text, encoding === 'text' ? 'utf8' : encoding);
    const jwk = JSON.parse(trimmed);
    return jwk.kty === 'oct' ? createSecretKey(jwk.k, 'base64url') : createPrivateKey({ key: jwk, format: 'jwk' });
  } catch {
    // node:crypto quotes no key, but says nothing that would help either
    return undefined;
  }
}

export const secretEncodings = ['text', 'base64', 'base64url', 'hex'] as const;
type SecretEncoding = (typeof secretEncodings)[number];
