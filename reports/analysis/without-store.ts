import { lifetimeMs } from '../advice/lookup.ts';
import type { Results } from '../results/results.ts';

type Scheme = Results['schemes'][number];

/** How signed-in users fare while the store is dead. */
export interface WithoutStore {
  /** Whether there was one to kill. */
  readonly isKilled: boolean;
  readonly requests: number;
  /** Without a good answer. */
  readonly spoilt: number;
  /**
   * For how long reads go on, in ms: 0 where they fail at once, Infinity where they never need it, and undefined where
   * they go on until an access token expires of which it is not known how long it lives.
   */
  readonly ms: number | undefined;
  readonly evidence: readonly string[];
}

/** Undefined where the store was not killed under a scheme that has one. */
export function withoutStore(scheme: Scheme, scaling: Results['scaling']): WithoutStore | undefined {
  const rows = scaling.filter((row) => row.scheme === scheme.id && row.valid && row.requests > 0);
  const dead = rows.filter(({ event }) => event === 'store-dies');
  const seen = dead.length > 0 ? dead : rows.filter(({ mode, event }) => mode === 'none' && event === 'none');
  if (seen.length === 0) return undefined;
  const spoilt = seen.reduce((sum, { refused, failed }) => sum + refused + failed, 0);
  const whileTokenLives = scheme.traits.renewal === 'rotation' ? lifetimeMs(scheme) : Number.POSITIVE_INFINITY;
  return {
    isKilled: dead.length > 0,
    requests: seen.reduce((sum, { requests }) => sum + requests, 0),
    spoilt,
    ms: spoilt > 0 ? 0 : whileTokenLives,
    evidence: seen.map(({ evidence }) => evidence),
  };
}
