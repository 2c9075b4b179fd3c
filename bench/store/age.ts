import type { StoreClient } from './client.ts';
import { allKeys } from './keys.ts';

/** Lets this much of the life of every key pass at once. For stores with few keys, while nobody else asks them. */
export async function age({ ask }: Pick<StoreClient, 'ask'>, ms: number): Promise<void> {
  const keys = await allKeys({ ask });
  const left = await Promise.all(keys.map((key) => ask('PTTL', key)));
  await Promise.all(
    keys.map((key, i) => {
      const ttlMs = Number(left[i]);
      // without an end, or gone since the list was made
      if (ttlMs < 0) return undefined;
      return ttlMs > ms ? ask('PEXPIRE', key, String(ttlMs - ms)) : ask('DEL', key);
    }),
  );
}
