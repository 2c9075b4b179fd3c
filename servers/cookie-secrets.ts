import { ConfigError } from './http/errors.ts';
import { readRetired } from './retired.ts';
import { secretProblem } from './secret.ts';
import type { Settings } from './settings.ts';

/**
 * The key that cookies are made with, and those that they were made with before, each until it ends.
 * @throws ConfigError that names every weak one
 */
export function cookieSecrets({ cookieKey, retiredCookieKeys }: Pick<Settings, 'cookieKey' | 'retiredCookieKeys'>): {
  readonly current: string;
  readonly retired: ReturnType<typeof readRetired>;
} {
  const retired = readRetired('COOKIE_RETIRED_KEYS', retiredCookieKeys);
  const problems = [
    secretProblem('COOKIE_KEY', cookieKey),
    ...retired.map(({ key }) => secretProblem('COOKIE_RETIRED_KEYS', key)),
  ].filter((problem) => problem !== undefined);
  if (problems.length > 0) throw new ConfigError(problems);
  return { current: cookieKey, retired };
}
