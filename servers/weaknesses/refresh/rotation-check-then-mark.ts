import { markedFamilies } from '../../tokens/marked-families.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'rotation-check-then-mark',
  title: 'A refresh token is looked up first and marked as spent afterwards',
  cwe: 'CWE-367',
  defence: () => ({ file: 'servers/tokens/token-family.ts', line: 'generation === renewals && (await store.mark(' }),
  appliesTo: ({ renewal }) => renewal === 'rotation',
  serve(scheme, parts) {
    const { get, create } = parts.store;
    return scheme.serve({
      ...parts,
      families: markedFamilies,
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
