import type { Settings } from '../../../servers/settings.ts';

/** Servers under test are told these; everything else is as in production, and the report lists both. */
export const benchSettings = {
  passwordCost: 10,
  loginFailures: 0,
  loginFailuresPerSource: 0,
  storeTimeoutMs: 450,
} as const satisfies Partial<Settings>;
