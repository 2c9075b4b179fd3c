import { markedFamilies } from '../../tokens/marked-families.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'no-rotation',
  title: 'A refresh token stays good after its use',
  cwe: 'CWE-294',
  defence: () => ({ file: 'servers/tokens/token-family.ts', line: 'generation === renewals && (await store.mark(' }),
  appliesTo: ({ renewal }) => renewal === 'rotation',
  serve(scheme, parts) {
    const { create, delete: drop } = parts.store;
    return scheme.serve({
      ...parts,
      families: markedFamilies,
      store: {
        ...parts.store,
        create: async (key, ...entry) => key.startsWith('spent:') || create(key, ...entry),
        delete: (...keys) => drop(...keys.filter((key) => !key.startsWith('refresh:'))),
      },
    });
  },
} satisfies Weakness;
