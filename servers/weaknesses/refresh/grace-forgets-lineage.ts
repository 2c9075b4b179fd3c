import { markedFamilies } from '../../tokens/marked-families.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'grace-forgets-lineage',
  title: 'A spent refresh token is good within the grace window although its successor was used as well',
  cwe: 'CWE-294',
  defence: () => ({ file: 'servers/tokens/token-family.ts', line: 'generation < renewals - 1) return undefined' }),
  appliesTo: ({ renewal }) => renewal === 'rotation',
  serve(scheme, parts) {
    const { get, create } = parts.store;
    // Marks of what is used a second time, since it was marked or has no record left: all others say that a successor was used.
    const met = new Set<string>();
    return scheme.serve({
      ...parts,
      families: markedFamilies,
      store: {
        ...parts.store,
        async create(key, ...entry) {
          const done = await create(key, ...entry);
          if (!done) met.add(key);
          return done;
        },
        async get(key) {
          const value = await get(key);
          if (value === undefined) met.add(key.replace(/^refresh:/, 'spent:'));
          return key.startsWith('spent:') && !met.has(key) ? undefined : value;
        },
      },
    });
  },
} satisfies Weakness;
