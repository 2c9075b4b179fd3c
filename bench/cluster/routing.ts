export type Policy = 'round-robin' | 'sticky';

export interface Router {
  /** The instance that gets the next request of a client. `home` is where that client signed in, if it has. */
  route(home?: number): number;
}

/**
 * Spreads requests over the instances that are up, as a balancer with health checks would.
 * @param isUp asked for every candidate; throws RangeError from `route` when none is up.
 */
export function createRouter(policy: Policy, isUp: (instance: number) => boolean, count: () => number): Router {
  let turn = 0;
  const firstUpFrom = (start: number): number => {
    for (let i = 0; i < count(); i++) {
      const candidate = (start + i) % count();
      if (isUp(candidate)) return candidate;
    }
    throw new RangeError('no instance is up');
  };
  return {
    route(home) {
      if (policy === 'sticky' && home !== undefined) return firstUpFrom(home);
      const chosen = firstUpFrom(turn);
      turn = chosen + 1;
      return chosen;
    },
  };
}
