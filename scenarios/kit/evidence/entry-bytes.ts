import type { StoreEntry } from '../../hooks/store.ts';

/** Characters of key and value, without what the store adds to them. */
export function entryBytes({ key, value }: StoreEntry): number {
  return [key, value].flat().reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}
