import type { LoadJob, Shard } from '../generator/job.ts';

/**
 * The part of one of several agents: its own users, since two that renew one token family are a theft; its own
 * connections; instances in turn from another one on, so that the first requests of all do not meet at one instance.
 * When each arrival is due follows from its place in the whole, and so does not change. Pure.
 */
export function shardJob<J extends LoadJob>(job: J, shard: Shard): J {
  const { index, of } = shard;
  const { origins, connections } = job;
  const first = index % origins.length;
  return {
    ...job,
    shard,
    users: job.users.filter((_, place) => place % of === index),
    origins: [...origins.slice(first), ...origins.slice(0, first)],
    connections: Math.floor(connections / of) + (index < connections % of ? 1 : 0),
    ...('queueLimit' in job && { queueLimit: Math.ceil(job.queueLimit / of) }),
  };
}
