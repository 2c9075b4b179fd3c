import { exact, figure } from '../text/wording.ts';
import type { Demands } from './demands.ts';
import { type Estimate, isKnown } from './estimate.ts';
import { perRequest, type SchemePlan } from './plan-scheme.ts';
import type { Workload } from './workload.ts';

/** Where a plan changes, in words: the next core of the store, and from which rate on one scheme needs more than another. */
export function breakEvens(workload: Workload, { schemes }: Demands, plans: readonly SchemePlan[]): string[] {
  const taken = (part: 'servers' | 'store') =>
    schemes.flatMap((demand) => {
      const perSecond = perRequest(demand, workload.mix, part);
      return isKnown(perSecond) && perSecond.middle > 0 ? [{ scheme: demand.scheme, of: perSecond }] : [];
    });
  return [
    ...taken('store').flatMap(({ scheme, of }) => secondStoreCore(scheme, of, workload)),
    ...moreServers(taken('servers'), workload, plans),
  ];
}

interface Taken {
  readonly scheme: string;
  /** µs of cores for the mean request. */
  readonly of: Estimate;
}

/** A store that runs its commands on one thread has one core to give: beyond it there have to be two stores. */
function secondStoreCore(scheme: string, of: Estimate, { utilisation }: Workload): string {
  const at = (us: number) => figure((utilisation * 1e6) / us);
  const range = of.low > 0 ? between(at(of.high), at(of.low)) : ` (${at(of.high)} or more)`;
  return `${scheme}: the second store core comes at ${at(of.middle)} requests/s${range}.`;
}

function moreServers(taken: readonly Taken[], workload: Workload, plans: readonly SchemePlan[]): string[] {
  const [least, ...others] = taken.toSorted((a, b) => a.of.middle - b.of.middle);
  if (!least) return [];
  const serversOf = (scheme: string) => {
    const servers = plans.find((one) => one.scheme === scheme)?.servers;
    return servers && isKnown(servers) ? servers.middle : 0;
  };
  return others.map(({ scheme, of }) => {
    if (of.low <= least.of.high)
      return `Whether ${scheme} needs more servers than ${least.scheme} this run cannot tell: their ranges overlap.`;
    const rate = (us: number) => (workload.utilisation * 1e6) / us;
    const from = (us: number) => figure(rate(us));
    const more = serversOf(scheme) - serversOf(least.scheme);
    const isRoundedUp = more > 0 && workload.ratePerSecond < rate(of.middle - least.of.middle);
    const atRate = `at ${figure(workload.ratePerSecond)} requests/s ${more === 0 ? 'both need as many' : `it needs ${exact(more)} more${isRoundedUp ? ', since servers come whole' : ''}`}`;
    return `${scheme} takes the work of one server more than ${least.scheme} from ${from(of.middle - least.of.middle)} requests/s on${between(from(of.high - least.of.low), from(of.low - least.of.high))}; ${atRate}.`;
  });
}

function between(low: string, high: string): string {
  return low === high ? '' : ` (${low} to ${high})`;
}
