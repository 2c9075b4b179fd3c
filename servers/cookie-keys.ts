import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import type Keygrip from 'keygrip';
import { cookieSecrets } from './cookie-secrets.ts';
import type { Settings } from './settings.ts';

/**
 * What signs cookies, and what still verifies them: keygrip's interface, which Koa asks for, with an end for each retired key. A cookie
 * under a retired key gets its new signature when it is next set, not at once: the signature alone would lose its
 * attributes on the way.
 * @throws ConfigError when a key is weak.
 */
export function cookieKeys(
  settings: Pick<Settings, 'cookieKey' | 'retiredCookieKeys'>,
  signerOf: (key: string) => CookieSigner = cookieSigner,
): Keygrip {
  const { current: key, retired } = cookieSecrets(settings);
  const current = signerOf(key);
  const former = retired.map(({ key, until }) => ({ signer: signerOf(key), until }));
  const verify = (data: string, digest: string) =>
    current.verify(data, digest) ||
    former.some(({ signer, until }) => until > Date.now() && signer.verify(data, digest));
  return { sign: (data) => current.sign(data), verify, index: (data, digest) => (verify(data, digest) ? 0 : -1) };
}

export type CookieSigner = Pick<Keygrip, 'sign' | 'verify'>;

/**
 * The signatures of keygrip, byte for byte, at a fraction of their cost: the key is parsed once, and signatures are
 * compared by timingSafeEqual. keygrip compares HMACs of them under a fresh Buffer as key, where Node 24.18 to 24.21 and
 * 26.2 to 26.8 are slow (docs/decisions/0023-cookies-without-keygrip.md).
 */
function cookieSigner(secret: string): CookieSigner {
  const key = createSecretKey(secret, 'utf8');
  const sign = (data: string) => createHmac('sha256', key).update(data).digest('base64url');
  return {
    sign,
    verify(data, digest) {
      const [own, given] = [Buffer.from(sign(data)), Buffer.from(digest)];
      return own.length === given.length && timingSafeEqual(own, given);
    },
  };
}
