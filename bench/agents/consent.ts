import { isLoopback } from '../../reports/text/loopback.ts';
import type { Ceilings } from '../../scenarios/ceilings.ts';
import type { LoadTask } from './task.ts';

/** What the owner of an agent started it for. */
export interface Consent {
  /** Hosts beside its own machine. */
  readonly targets: readonly string[];
  readonly limits: Ceilings;
}

/**
 * Whatever comes by way of the control Redis, an agent loads only what it was started for, and no more than it may.
 * @returns how many requests the task may come to, to be added to those before
 * @throws with what its owner would have to say
 */
export function assertConsent(
  { kind, job, shard, users }: LoadTask,
  { targets, limits }: Consent,
  sentBefore: number,
): number {
  for (const { hostname } of job.origins.map((origin) => new URL(origin)))
    if (!isLoopback(hostname) && !targets.includes(hostname))
      throw new Error(`it was not started for ${hostname}: --allow-target ${hostname}`);
  if (job.connections > limits.concurrency)
    throw new Error(`${job.connections} connections are more than the ${limits.concurrency} that it may have`);
  const open = 'rate' in job ? (job.rate as number | { readonly from: number; readonly to: number }) : undefined;
  // it sends as many as are answered, which nobody knows before
  if (open === undefined) assertUnlimited(limits);
  const most = open === undefined ? 0 : (typeof open === 'number' ? open : Math.max(open.from, open.to)) / shard.of;
  if (most > limits.ratePerSecond)
    throw new Error(`${Math.ceil(most)} requests/s are more than the ${limits.ratePerSecond} that it may send`);
  const requests = kind === 'sign-in' ? users.length : Math.ceil((most * (job.warmUpMs + job.durationMs)) / 1_000);
  if (sentBefore + requests > limits.requests)
    throw new Error(`the ${limits.requests} requests that it may send in all would be exceeded`);
  return requests;
}

/** A closed loop keeps to no rate, and to no number of requests. */
function assertUnlimited({ ratePerSecond, requests }: Ceilings): void {
  if (ratePerSecond !== Number.POSITIVE_INFINITY)
    throw new Error(`a closed loop has no rate, and it may send ${ratePerSecond} requests/s`);
  if (requests !== Number.POSITIVE_INFINITY)
    throw new Error(`a closed loop has no rate, and it may send ${requests} requests in all`);
}
