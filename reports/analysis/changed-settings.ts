import type { Results } from '../results/results.ts';
import { duration, list } from '../text/wording.ts';

type ChangedSettings = NonNullable<Results['attacks'][number]['settings']>;

/** What a value of each setting is called. */
const nouns: ReadonlyMap<string, string> = new Map(
  Object.entries({
    accessMs: 'access tokens of',
    idleMs: 'an idle time of',
    absoluteMs: 'an absolute end after',
    graceMs: 'a grace window of',
    toleranceMs: 'a clock tolerance of',
    algorithm: 'tokens signed by',
    loginFailures: 'failed logins of an account up to',
    loginFailuresPerSource: 'failed logins of a source up to',
    loginWindowMs: 'failed logins counted over',
    passwordCost: 'log2 of the password cost at',
    passwordsAtOnce: 'passwords hashed at once up to',
    lagMs: 'answers of the store that are gone by for',
    jwksCooldownMs: 'a key set fetched again after',
    nonceMs: 'nonces that are handed out for',
    proxies: 'balancers that are trusted:',
  }),
);

/** Lifetimes that a window is told by already. */
export const ofWindows = ['accessMs', 'idleMs', 'absoluteMs', 'lagMs', 'toleranceMs', 'nonceMs'];

/** Under which settings something was tested that are not those configured; undefined where they are the same. */
export function testedWith(told: ChangedSettings = [], without: readonly string[] = []): string | undefined {
  const parts = told
    .filter(({ setting }) => !without.includes(setting))
    .map(
      ({ setting, tested, configured }) =>
        `${nouns.get(setting) ?? setting} ${shown(setting, tested)} (configured: ${shown(setting, configured)})`,
    );
  return parts.length === 0 ? undefined : `tested with ${list(parts)}`;
}

function shown(name: string, value: string | number): string {
  if (value === 0) return 'none';
  return name.endsWith('Ms') ? duration(Number(value)) : String(value);
}
