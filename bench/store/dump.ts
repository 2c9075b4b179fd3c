import type { StoreEntry } from '../../scenarios/hooks/store.ts';
import type { StoreClient } from './client.ts';
import { allKeys, dropAll } from './keys.ts';

/** All that a store holds, as whoever can read it sees it. For stores with few keys: it asks for each. */
export async function dump({ ask }: Pick<StoreClient, 'ask'>): Promise<StoreEntry[]> {
  const keys = await allKeys({ ask });
  const entries = await Promise.all(
    keys.map(async (key): Promise<StoreEntry[]> => {
      const [type, left] = await Promise.all([ask('TYPE', key), ask('PTTL', key)]);
      const value = type === 'set' ? words(await ask('SMEMBERS', key)) : await ask('GET', key);
      // It may have ended since the list was made.
      if (value === null || left === -2) return [];
      return [
        { key, value: Array.isArray(value) ? value : String(value), ...(Number(left) > 0 && { ttlMs: Number(left) }) },
      ];
    }),
  );
  return entries.flat();
}

/** Puts a store back to what an earlier dump showed: what came since is gone, what went is back. */
export async function restore(
  client: Pick<StoreClient, 'ask' | 'askIfAllowed'>,
  entries: readonly StoreEntry[],
): Promise<void> {
  await dropAll(client);
  await add(client, entries);
}

/** Puts entries beside what is there, many at once. */
export async function add({ ask }: Pick<StoreClient, 'ask'>, entries: Iterable<StoreEntry>): Promise<void> {
  let underWay: Promise<unknown>[] = [];
  for (const { key, value, ttlMs } of entries) {
    const life = ttlMs === undefined ? [] : [String(ttlMs)];
    if (typeof value === 'string') underWay.push(ask('SET', key, value, ...life.flatMap((ms) => ['PX', ms])));
    else underWay.push(ask('SADD', key, ...value), ...life.map((ms) => ask('PEXPIRE', key, ms)));
    if (underWay.length < atOnce) continue;
    await Promise.all(underWay);
    underWay = [];
  }
  await Promise.all(underWay);
}

const atOnce = 2_000;

function words(answer: unknown): string[] {
  return Array.isArray(answer) ? answer.map(String) : [];
}
