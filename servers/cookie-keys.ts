import Keygrip from 'keygrip';
import { ConfigError } from './http/errors.ts';
import { readRetired } from './retired.ts';
import { secretProblem } from './secret.ts';
import type { Settings } from './settings.ts';

/**
 * What signs cookies, and what still verifies them: keygrip's own interface, with an end for each retired key. A cookie
 * under a retired key gets its new signature when it is next set, not at once: the signature alone would lose its
 * attributes on the way.
 * @throws ConfigError when a key is weak.
 */
export function cookieKeys({
  cookieKey,
  retiredCookieKeys,
}: Pick<Settings, 'cookieKey' | 'retiredCookieKeys'>): Keygrip {
  const retired = readRetired('COOKIE_RETIRED_KEYS', retiredCookieKeys);
  const problems = [
    secretProblem('COOKIE_KEY', cookieKey),
    ...retired.map(({ key }) => secretProblem('COOKIE_RETIRED_KEYS', key)),
  ].filter((problem) => problem !== undefined);
  if (problems.length > 0) throw new ConfigError(problems);

  const current = gripOf(cookieKey);
  const former = retired.map(({ key, until }) => ({ grip: gripOf(key), until }));
  const verify = (data: string, digest: string) =>
    current.verify(data, digest) || former.some(({ grip, until }) => until > Date.now() && grip.verify(data, digest));
  return { sign: (data) => current.sign(data), verify, index: (data, digest) => (verify(data, digest) ? 0 : -1) };
}

function gripOf(key: string): Keygrip {
  return new Keygrip([key], 'sha256', 'base64');
}
