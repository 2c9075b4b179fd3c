import type { Store } from './store.ts';

/** Ends all that a set names, but for one: each key goes, and its name after it. */
export async function endListed(
  store: Store,
  set: string,
  keyOf: (name: string) => string,
  except?: string,
): Promise<void> {
  const names = (await store.members(set)).filter((name) => name !== except);
  await store.delete(...names.map(keyOf));
  // By name: emptying the set would also forget what begins meanwhile.
  await store.removeMember(set, ...names);
}
