import type { Weakness } from '../../weakness.ts';

export default {
  id: 'renewal-revives-family',
  title: 'A renewal writes back the token family that it read before',
  cwe: 'CWE-613',
  defence: () => ({ file: 'servers/tokens/token-family.ts', line: 'if (!(await store.update(' }),
  appliesTo: ({ renewal }) => renewal === 'rotation',
  serve(scheme, parts) {
    const { get, create } = parts.store;
    const read = new Map<string, string>();
    return scheme.serve({
      ...parts,
      store: {
        ...parts.store,
        async get(key) {
          const value = await get(key);
          if (value !== undefined && key.startsWith('family:')) read.set(key, value);
          return value;
        },
        async create(key, value, ttlMs, listed) {
          const done = await create(key, value, ttlMs, listed);
          const family = key.startsWith('refresh:') ? `family:${JSON.parse(value).family}` : '';
          const before = read.get(family);
          if (before !== undefined) await create(family, before, ttlMs);
          return done;
        },
      },
    });
  },
} satisfies Weakness;
