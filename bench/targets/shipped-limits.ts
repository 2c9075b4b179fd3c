import type { Settings } from '../../servers/settings.ts';

const limits = [
  'loginFailures',
  'loginFailuresPerSource',
  'loginWindowMs',
] as const satisfies readonly (keyof Settings)[];

/** The limits on failed logins among the settings that a server ships with. */
export function shippedLimits(configured: Partial<Settings>): Partial<Settings> {
  return Object.fromEntries(
    limits.flatMap((name) => (configured[name] === undefined ? [] : [[name, configured[name]]])),
  );
}
