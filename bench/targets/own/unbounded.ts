import type { Ceilings } from '../../../scenarios/ceilings.ts';

/** Our own servers bear whatever they are sent: how much that is, is asked of them. */
export const unbounded: Ceilings = {
  ratePerSecond: Number.POSITIVE_INFINITY,
  concurrency: Number.POSITIVE_INFINITY,
  requests: Number.POSITIVE_INFINITY,
};
