import { randomBytes } from 'node:crypto';
import type { StoreEntry } from '../../hooks/store.ts';

/**
 * What the store would hold for so many more users like the one whose entries are given: what was drawn at random, or is
 * a digest of that, is drawn anew, and the account has another name of the same length. They cost the store what real
 * ones do, in a thousandth of the time of their logins; nobody holds a credential for them.
 */
export function* syntheticUsers(
  one: readonly StoreEntry[],
  account: string,
  first: number,
  count: number,
): Generator<StoreEntry> {
  for (let index = first; index < first + count; index++) {
    const name = index.toString(36).padStart(account.length, '0');
    const redrawn = new Map<string, string>();
    const another = (text: string) =>
      text
        .replace(drawn, (old) => {
          const fresh = redrawn.get(old) ?? randomBytes(old.length).toString('base64url').slice(0, old.length);
          redrawn.set(old, fresh);
          return fresh;
        })
        .replaceAll(account, name);
    for (const { key, value, ...rest } of one)
      yield { ...rest, key: another(key), value: typeof value === 'string' ? another(value) : value.map(another) };
  }
}

/** 128 random bits take 22 characters of base64url. */
const drawn = /[\w-]{22,}/g;
