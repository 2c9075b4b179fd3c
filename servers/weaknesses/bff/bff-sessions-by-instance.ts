import type { Weakness } from '../../weakness.ts';

const TTL_MS = 5_000;

export default {
  id: 'bff-sessions-by-instance',
  title: `Each instance remembers for ${TTL_MS / 1_000} s the tokens that it found beside a session`,
  cwe: 'CWE-613',
  defence: () => ({ file: 'servers/session-store.ts', line: 'const stored = await store.get(key(name))' }),
  appliesTo: ({ behind }) => behind === 'resource-server',
  serve(scheme, parts) {
    const { get } = parts.store;
    const known = new Map<string, { readonly value: string; readonly until: number }>();
    return scheme.serve({
      ...parts,
      store: {
        ...parts.store,
        async get(key) {
          const before = known.get(key);
          if (before && before.until > Date.now()) return before.value;
          const value = await get(key);
          if (value !== undefined && key.startsWith('session:')) known.set(key, { value, until: Date.now() + TTL_MS });
          return value;
        },
      },
    });
  },
} satisfies Weakness;
