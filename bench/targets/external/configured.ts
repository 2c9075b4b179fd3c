import type { Lifetimes } from '../../../scenarios/declared.ts';
import type { Settings } from '../../../servers/settings.ts';
import type { TargetDescription } from './description.ts';

/** An environment of its own may be there to shorten lifetimes: what holds without it has to be said. */
export function configuredLifetimes({ ttlMs, configuredTtlMs, start }: TargetDescription): Lifetimes {
  return { ...(start?.env === undefined && ttlMs), ...configuredTtlMs };
}

/** The same in the words of our own settings. */
export function configuredSettings(description: TargetDescription): Partial<Settings> {
  const { expect = {} } = description;
  const { access, session, refresh } = configuredLifetimes(description);
  return {
    ...(access !== undefined && { accessMs: access }),
    ...(session !== undefined && { idleMs: session }),
    ...(refresh !== undefined && { absoluteMs: refresh }),
    toleranceMs: expect.leewayMs ?? 0,
    graceMs: expect.graceMs ?? 0,
  };
}
