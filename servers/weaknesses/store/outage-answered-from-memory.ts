import { StoreUnavailable } from '../../store/store.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'outage-answered-from-memory',
  title: 'While the store is away, each instance trusts what it remembers and reports every write as done',
  cwe: 'CWE-636',
  defence: () => ({ file: 'servers/store/redis.ts', line: 'throw new StoreUnavailable(error)' }),
  appliesTo: ({ store }) => store !== 'never',
  serve(scheme, parts) {
    const { store } = parts;
    const seen = new Map<string, string | undefined>();
    const sets = new Map<string, string[]>();
    return scheme.serve({
      ...parts,
      store: {
        ...store,
        async get(key) {
          const value = await bridged(store.get(key), seen.get(key));
          // as it first was: that a sign-in had not ended, too
          if (!seen.has(key)) seen.set(key, value);
          return value;
        },
        create: (...entry) => bridged(store.create(...entry), true),
        mark: (...entry) => bridged(store.mark(...entry), true),
        update: (...entry) => bridged(store.update(...entry), true),
        swap: (key, ...entry) => bridged(store.swap(key, ...entry), seen.get(key)),
        // Asked first, since the store remembers what it could not delete, and deletes it when it is back.
        delete: (...keys) =>
          bridged(
            store.ping().then(() => store.delete(...keys)),
            keys.length,
          ),
        missing: (...keys) => bridged(store.missing(...keys), []),
        addMember: (...entry) => bridged(store.addMember(...entry), undefined),
        removeMember: (...entry) => bridged(store.removeMember(...entry), undefined),
        async members(set) {
          const value = await bridged(store.members(set), sets.get(set) ?? []);
          if (!sets.has(set)) sets.set(set, value);
          return value;
        },
      },
    });
  },
} satisfies Weakness;

async function bridged<T>(answer: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof StoreUnavailable) return otherwise;
    throw error;
  }
}
