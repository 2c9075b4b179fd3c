import type { Weakness } from '../../weakness.ts';

export default {
  id: 'rotation-check-then-mark',
  title: 'A refresh token is looked up first and marked as spent afterwards',
  cwe: 'CWE-367',
  defence: () => ({ file: 'servers/tokens/token-family.ts', line: 'await store.create(key, JSON.stringify(mark)' }),
  appliesTo: ({ renewal }) => renewal === 'rotation',
  serve(scheme, parts) {
    const { get, create } = parts.store;
    return scheme.serve({
      ...parts,
      store: {
        ...parts.store,
        async create(key, ...entry) {
          if (!key.startsWith('spent:')) return create(key, ...entry);
          if ((await get(key)) !== undefined) return false;
          await create(key, ...entry);
          return true;
        },
      },
    });
  },
} satisfies Weakness;
