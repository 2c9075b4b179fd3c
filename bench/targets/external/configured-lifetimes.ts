import type { Lifetimes } from '../../../scenarios/declared.ts';
import type { TargetDescription } from './description.ts';

/** An environment of its own may be there to shorten lifetimes: what holds without it has to be said. */
export function configuredLifetimes({ ttlMs, configuredTtlMs, start }: TargetDescription): Lifetimes {
  return { ...(start?.env === undefined && ttlMs), ...configuredTtlMs };
}
