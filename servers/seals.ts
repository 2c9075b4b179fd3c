import { hkdfSync } from 'node:crypto';
import { CompactEncrypt, type CompactJWEHeaderParameters, type CryptoKey, compactDecrypt } from 'jose';
import { cookieSecrets } from './cookie-secrets.ts';
import { digest } from './digest.ts';
import { HttpError } from './http/errors.ts';
import type { Settings } from './settings.ts';

/** What the server alone can make and read: a JWE (RFC 7516) of one algorithm, under a key for one purpose. */
export interface Seals {
  seal(data: object): Promise<string>;
  /** @returns what was sealed for this purpose; undefined for anything else. Never throws. */
  open(text: string): Promise<unknown>;
}

const ALG = 'dir';
const ENC = 'A256GCM';

/**
 * @param purpose what is sealed under one purpose opens under no other: each has a key of its own (RFC 5869 §3.2)
 * @throws ConfigError when a key is weak
 */
export async function createSeals(
  settings: Pick<Settings, 'cookieKey' | 'retiredCookieKeys'>,
  purpose: string,
): Promise<Seals> {
  const { current: key, retired } = cookieSecrets(settings);
  const current = { ...(await sealingKey(key, purpose)), until: Number.POSITIVE_INFINITY };
  const former = await Promise.all(
    retired.map(async ({ key, until }) => ({ ...(await sealingKey(key, purpose)), until })),
  );
  const all = new Map([...former, current].map((one) => [one.kid, one]));
  const keyOf = ({ kid = '' }: CompactJWEHeaderParameters): CryptoKey => {
    const known = all.get(kid);
    if (known && known.until > Date.now()) return known.key;
    throw new HttpError(401, 'unknown_key', 'No key of that name seals here.');
  };

  return {
    seal: (data) =>
      new CompactEncrypt(Buffer.from(JSON.stringify(data)))
        .setProtectedHeader({ alg: ALG, enc: ENC, kid: current.kid })
        .encrypt(current.key),

    async open(text) {
      if (!isCanonical(text)) return undefined;
      try {
        const { plaintext } = await compactDecrypt(text, keyOf, {
          keyManagementAlgorithms: [ALG],
          contentEncryptionAlgorithms: [ENC],
        });
        return JSON.parse(new TextDecoder().decode(plaintext));
      } catch {
        // jose's own errors, and on hostile input also others: none of them is a seal of ours.
        return undefined;
      }
    },
  };
}

async function sealingKey(secret: string, purpose: string): Promise<{ kid: string; key: CryptoKey }> {
  const bytes = new Uint8Array(hkdfSync('sha256', Buffer.from(secret, 'base64url'), '', `authbench ${purpose}`, 32));
  const key = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  return { kid: digest(Buffer.from(bytes).toString('base64url')).slice(0, 8), key };
}

/** Decoders forgive bits that no byte has: of each seal there is to be one spelling. */
function isCanonical(text: string): boolean {
  return text.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);
}
