import type { StoreClient } from './client.ts';

const atOnce = 1_000;

/** All keys of a database, by steps that anybody may ask for. */
export async function allKeys({ ask }: Pick<StoreClient, 'ask'>): Promise<string[]> {
  const keys = new Set<string>();
  let cursor = '0';
  do {
    const [next, found] = (await ask('SCAN', cursor, 'COUNT', String(atOnce))) as [string, string[]];
    for (const key of found) keys.add(key);
    cursor = next;
  } while (cursor !== '0');
  return [...keys];
}

/** Drops all keys of a database; one by one where it may not be flushed. */
export async function dropAll(client: Pick<StoreClient, 'ask' | 'askIfAllowed'>): Promise<void> {
  if ((await client.askIfAllowed('FLUSHDB')) !== undefined) return;
  const keys = await allKeys(client);
  for (let i = 0; i < keys.length; i += atOnce) await client.ask('DEL', ...keys.slice(i, i + atOnce));
}
