import { digest } from '../digest.ts';
import type { ListedSignIn } from '../listed-sign-in.ts';
import type { Store } from './store.ts';

type KeyOf = (member: string) => string;

/** What a set names and is still there, by names that nobody can make a key or a credential of. @param own that of whoever asks */
export async function listed(store: Store, set: string, keyOf: KeyOf, own?: string): Promise<ListedSignIn[]> {
  const members = await store.members(set);
  const gone = new Set(await store.missing(...members.map(keyOf)));
  return members
    .filter((member) => !gone.has(keyOf(member)))
    .map((member) => ({ name: digest(member), current: member === own }));
}

/** Ends what one of those names is for. @returns the member, and what was kept of it; undefined where the set has none such */
export async function endOneListed(
  store: Store,
  set: string,
  keyOf: KeyOf,
  name: string,
): Promise<{ readonly member: string; readonly kept?: string } | undefined> {
  const member = (await store.members(set)).find((one) => digest(one) === name);
  if (member === undefined) return undefined;
  const kept = await store.get(keyOf(member));
  await store.delete(keyOf(member));
  await store.removeMember(set, member);
  return { member, ...(kept !== undefined && { kept }) };
}
