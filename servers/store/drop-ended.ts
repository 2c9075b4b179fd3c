import type { Store } from './store.ts';

/**
 * Takes the names out of a set whose keys are gone: what ended by silence, or by its age, took nothing out itself. No
 * clock but the store's own has a say. A name must come into the set with its key, and its key must never come back.
 */
export async function dropEnded(store: Store, set: string, keyOf: (name: string) => string): Promise<void> {
  const names = await store.members(set);
  const gone = new Set(await store.missing(...names.map(keyOf)));
  if (gone.size > 0) await store.removeMember(set, ...names.filter((name) => gone.has(keyOf(name))));
}
