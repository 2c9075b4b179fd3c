import { markedFamilies } from '../../tokens/marked-families.ts';
import type { Weakness } from '../../weakness.ts';

const REMEMBERED_MS = 1_000;

export default {
  id: 'spent-mark-forgotten',
  title: 'That a refresh token was used is remembered for a second',
  cwe: 'CWE-294',
  defence: () => ({ file: 'servers/tokens/token-family.ts', line: 'half.equals(tellTale(key, generation))' }),
  appliesTo: ({ renewal }) => renewal === 'rotation',
  serve(scheme, parts) {
    const { create } = parts.store;
    return scheme.serve({
      ...parts,
      families: markedFamilies,
      store: {
        ...parts.store,
        create: (key, value, ttlMs, listed) =>
          create(key, value, key.startsWith('spent:') ? Math.min(ttlMs, REMEMBERED_MS) : ttlMs, listed),
      },
    });
  },
} satisfies Weakness;
