import { Redis } from 'ioredis';
import { type Store, StoreUnavailable } from './store.ts';

/**
 * A Redis that all instances share. It fails closed and fast: no queue while it is away, no retry of a command whose
 * fate is unknown, and one deadline for every answer.
 * @throws StoreUnavailable when it is not there at the start.
 */
export async function redisStore(url: string, timeoutMs = 250): Promise<Store> {
  const redis = new Redis(url.replace(/^unix:/, ''), {
    lazyConnect: true,
    connectTimeout: 2_000,
    commandTimeout: timeoutMs,
    // A queue would answer a burst of stale requests after the outage instead of refusing them during it.
    enableOfflineQueue: false,
    // A command that was sent and not answered may have been done: sending it again is for the caller to decide.
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (attempt) => Math.min(attempt * 20, 200),
  });
  // Every command reports the outage itself; without a listener ioredis prints each failed attempt to connect.
  redis.on('error', () => {});
  await answer(redis.connect()).catch((error) => {
    redis.disconnect();
    throw error;
  });

  return {
    kind: 'redis',
    async get(key) {
      return (await answer(redis.get(key))) ?? undefined;
    },
    async create(key, value, ttlMs) {
      return (await answer(redis.set(key, value, 'PX', ttlMs, 'NX'))) === 'OK';
    },
    async update(key, value, ttlMs) {
      return (await answer(redis.set(key, value, 'PX', ttlMs, 'XX'))) === 'OK';
    },
    async delete(...keys) {
      return keys.length === 0 ? 0 : answer(redis.del(...keys));
    },
    async addMember(set, member, ttlMs) {
      // One transaction, so that no set is ever left without an end.
      await answer(redis.multi().sadd(set, member).pexpire(set, ttlMs).exec());
    },
    async removeMember(set, member) {
      await answer(redis.srem(set, member));
    },
    async members(set) {
      return answer(redis.smembers(set));
    },
    async ping() {
      await answer(redis.ping());
    },
    async close() {
      redis.disconnect();
    },
  };
}

async function answer<T>(reply: Promise<T>): Promise<T> {
  try {
    return await reply;
  } catch (error) {
    throw new StoreUnavailable(error);
  }
}
