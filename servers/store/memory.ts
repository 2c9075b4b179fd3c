import type { Store } from './store.ts';

/**
 * The process's own memory: each instance has another one. It is here to show what that breaks once there are two.
 * Each method runs without a pause, which makes it atomic.
 */
export function memoryStore(): Store {
  const values = new Map<string, { readonly value: string; readonly expiresAt: number }>();
  const sets = new Map<string, { readonly members: Set<string>; expiresAt: number }>();
  // Reads look at the time themselves; the sweep only gives back the memory of what nobody asks for again.
  const sweeper = setInterval(() => {
    for (const key of values.keys()) live(values, key);
    for (const key of sets.keys()) live(sets, key);
  }, 30_000).unref();

  function add(set: string, member: string, ttlMs: number): void {
    const members = live(sets, set)?.members ?? new Set();
    sets.set(set, { members: members.add(member), expiresAt: Date.now() + ttlMs });
  }

  return {
    kind: 'memory',
    async get(key) {
      return live(values, key)?.value;
    },
    async create(key, value, ttlMs, listed) {
      if (listed) add(listed.set, listed.member, listed.ttlMs);
      if (live(values, key)) return false;
      values.set(key, { value, expiresAt: Date.now() + ttlMs });
      return true;
    },
    async mark(key, value, ttlMs) {
      if (live(values, key)) return false;
      values.set(key, { value, expiresAt: Date.now() + ttlMs });
      return true;
    },
    async update(key, value, ttlMs) {
      if (!live(values, key)) return false;
      values.set(key, { value, expiresAt: Date.now() + ttlMs });
      return true;
    },
    async swap(key, value, ttlMs) {
      const before = live(values, key)?.value;
      if (before !== undefined) values.set(key, { value, expiresAt: Date.now() + ttlMs });
      return before;
    },
    async delete(...keys) {
      return keys.filter((key) => (live(values, key) && values.delete(key)) || (live(sets, key) && sets.delete(key)))
        .length;
    },
    async missing(...keys) {
      return keys.filter((key) => !live(values, key) && !live(sets, key));
    },
    async addMember(set, member, ttlMs) {
      add(set, member, ttlMs);
    },
    async removeMember(set, ...members) {
      const there = live(sets, set)?.members;
      for (const member of members) there?.delete(member);
      if (there?.size === 0) sets.delete(set);
    },
    async members(set) {
      return [...(live(sets, set)?.members ?? [])];
    },
    async ping() {},
    async close() {
      clearInterval(sweeper);
    },
  };
}

function live<T extends { readonly expiresAt: number }>(map: Map<string, T>, key: string): T | undefined {
  const entry = map.get(key);
  if (!entry || entry.expiresAt > Date.now()) return entry;
  map.delete(key);
  return undefined;
}
