import { markedFamilies } from '../../tokens/marked-families.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'spent-mark-ends-with-idle',
  title: 'That a refresh token was spent is forgotten after the idle time, while its family lives on',
  cwe: 'CWE-294',
  defence: () => ({ file: 'servers/tokens/token-family.ts', line: 'half.equals(tellTale(key, generation))' }),
  appliesTo: ({ renewal }) => renewal === 'rotation',
  serve(scheme, parts) {
    const { create } = parts.store;
    const { idleMs } = parts.settings;
    return scheme.serve({
      ...parts,
      families: markedFamilies,
      store: {
        ...parts.store,
        create: (key, value, ttlMs, listed) =>
          create(key, value, key.startsWith('spent:') ? Math.min(idleMs, ttlMs) : ttlMs, listed),
      },
    });
  },
} satisfies Weakness;
