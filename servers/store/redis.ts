import { setTimeout as delay } from 'node:timers/promises';
import { type ChainableCommander, Redis } from 'ioredis';
import { createEndings, type Endings } from './endings.ts';
import { type Store, StoreUnavailable } from './store.ts';

/** Longer than any instance takes to find back: until then one may know of endings that the others do not. */
const settlesMs = 300;
const loadingMs = 20;

/**
 * A Redis that all instances share. It fails closed and fast: no queue while it is away, no retry of a command whose
 * fate is unknown, and one deadline for every answer. Where another server
 * answers than before, a replica perhaps that lags behind, it is told once more what was ended of late, and is asked
 * nothing until every instance can have done so.
 * @throws StoreUnavailable when it is not there at the start.
 */
export async function redisStore(url: string, timeoutMs = 250): Promise<Store> {
  const redis = new Redis(url.replace(/^unix:/, ''), {
    lazyConnect: true,
    // Its own check asks INFO, which a user of a managed service may not: ours asks what any user may.
    enableReadyCheck: false,
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
  const endings = createEndings();
  const settled = await connected(redis, endings);
  const ask = async <T>(send: () => Promise<T>): Promise<T> => {
    if (!settled()) throw new StoreUnavailable(new Error('another server answers than before'));
    return answer(send());
  };

  return {
    kind: 'redis',
    async get(key) {
      return (await ask(() => redis.get(key))) ?? undefined;
    },
    async create(key, value, ttlMs, listed) {
      if (!listed) return (await ask(() => redis.set(key, value, 'PX', ttlMs, 'NX'))) === 'OK';
      const { set, member } = listed;
      const [written] = await ask(() =>
        all(redis.multi().set(key, value, 'PX', ttlMs, 'NX').sadd(set, member).pexpire(set, listed.ttlMs)),
      );
      return written === 'OK';
    },
    async mark(key, value, ttlMs) {
      const written = (await ask(() => redis.set(key, value, 'PX', ttlMs, 'NX'))) === 'OK';
      if (written) endings.noteMark({ key, value, ttlMs });
      return written;
    },
    async update(key, value, ttlMs) {
      return (await ask(() => redis.set(key, value, 'PX', ttlMs, 'XX'))) === 'OK';
    },
    async swap(key, value, ttlMs) {
      return (await ask(() => redis.set(key, value, 'PX', ttlMs, 'XX', 'GET'))) ?? undefined;
    },
    async delete(...keys) {
      endings.note(keys);
      return keys.length === 0 ? 0 : ask(() => redis.del(...keys));
    },
    async addMember(set, member, ttlMs) {
      // One transaction, so that no set is ever left without an end.
      await ask(() => all(redis.multi().sadd(set, member).pexpire(set, ttlMs)));
      endings.noteMember({ set, member, ttlMs });
    },
    async missing(...keys) {
      // Most often nothing is: one question then answers for all of them.
      if (keys.length === 0 || (await ask(() => redis.exists(...keys))) === keys.length) return [];
      const there = await ask(() => Promise.all(keys.map((key) => redis.exists(key))));
      return keys.filter((_, i) => there[i] === 0);
    },
    async removeMember(set, ...members) {
      endings.forgetMembers(set, members);
      if (members.length > 0) await ask(() => redis.srem(set, ...members));
    },
    async members(set) {
      return ask(() => redis.smembers(set));
    },
    async ping() {
      await ask(() => redis.ping());
    },
    async close() {
      redis.disconnect();
    },
  };
}

/** The answers of a transaction. @throws the first error among them, which ioredis would hand over as an answer. */
async function all(transaction: ChainableCommander): Promise<unknown[]> {
  const answers = (await transaction.exec()) ?? [];
  return answers.map(([error, answer]) => {
    if (error) throw error;
    return answer;
  });
}

/** Connects, and watches over who answers. @returns whether the server that answers is known to have heard all. */
async function connected(client: Redis, endings: Endings): Promise<() => boolean> {
  await answer(client.connect().then(() => loaded(client))).catch((error) => {
    client.disconnect();
    throw error;
  });
  let server = await answer(runIdOf(client));
  let isSettled = true;
  let connection = 0;
  const hear = async () => {
    await loaded(client);
    const now = await runIdOf(client);
    if (now === undefined || now !== server) {
      const keys = endings.recent();
      if (keys.length > 0) await client.del(...keys);
      const marks = endings.recentMarks().map(({ key, value, ttlMs }) => client.set(key, value, 'PX', ttlMs, 'NX'));
      // a set that lives longer there keeps its life, and one that is made here gets one
      const members = endings
        .recentMembers()
        .map(({ set, member, ttlMs }) =>
          all(client.multi().sadd(set, member).pexpire(set, ttlMs, 'NX').pexpire(set, ttlMs, 'GT')),
        );
      await Promise.all([...marks, ...members]);
      await delay(settlesMs);
    }
    return now;
  };
  // Until it has heard all, however late it answers: on a connection that stays, nothing else would ask again. One that
  // is lost meanwhile is followed by another, which settles again.
  const settle = async () => {
    const mine = connection;
    while (mine === connection && !isSettled) {
      try {
        const now = await hear();
        if (mine !== connection) return;
        server = now;
        isSettled = true;
      } catch {
        await delay(settlesMs);
      }
    }
  };
  client.on('close', () => {
    connection += 1;
    isSettled = false;
  });
  client.on('ready', () => void settle());
  return () => isSettled;
}

/** Until it has read back what it keeps, a server that was started again answers LOADING to everything. */
async function loaded(redis: Redis): Promise<void> {
  for (;;) {
    try {
      await redis.ping();
      return;
    } catch (error) {
      if (!isAnswer(error) || !error.message.startsWith('LOADING')) throw error;
    }
    await delay(loadingMs);
  }
}

/**
 * Of the server that answers, new at each of its starts; undefined where it does not tell, or its user may not ask:
 * each connection is then taken for one to another server.
 */
async function runIdOf(redis: Redis): Promise<string | undefined> {
  try {
    return /^run_id:(\w+)/m.exec(await redis.info('server'))?.[1];
  } catch (error) {
    if (isAnswer(error)) return undefined;
    throw error;
  }
}

/** Whether the server answered so, rather than not at all. */
function isAnswer(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ReplyError';
}

async function answer<T>(reply: Promise<T>): Promise<T> {
  try {
    return await reply;
  } catch (error) {
    throw new StoreUnavailable(error);
  }
}
