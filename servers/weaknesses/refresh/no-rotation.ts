import type { Weakness } from '../../weakness.ts';

export default {
  id: 'no-rotation',
  title: 'A refresh token stays good after its use',
  cwe: 'CWE-294',
  defence: () => ({ file: 'servers/tokens/token-family.ts', line: 'await store.create(key, JSON.stringify(mark)' }),
  appliesTo: ({ renewal }) => renewal === 'rotation',
  serve(scheme, parts) {
    const { create, delete: drop } = parts.store;
    return scheme.serve({
      ...parts,
      store: {
        ...parts.store,
        create: async (key, ...entry) => key.startsWith('spent:') || create(key, ...entry),
        delete: (...keys) => drop(...keys.filter((key) => !key.startsWith('refresh:'))),
      },
    });
  },
} satisfies Weakness;
