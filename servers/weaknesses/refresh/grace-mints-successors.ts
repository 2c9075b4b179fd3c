import { markedFamilies } from '../../tokens/marked-families.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'grace-mints-successors',
  title: 'Each use of a spent refresh token within the grace window gets a successor of its own',
  cwe: 'CWE-294',
  defence: () => ({ file: 'servers/tokens/token-family.ts', line: '< settings.graceMs ? first.nonce' }),
  appliesTo: ({ renewal }) => renewal === 'rotation',
  serve(scheme, parts) {
    const { get, create } = parts.store;
    const { graceMs } = parts.settings;
    return scheme.serve({
      ...parts,
      families: markedFamilies,
      store: {
        ...parts.store,
        async create(key, ...entry) {
          if (await create(key, ...entry)) return true;
          const mark = key.startsWith('spent:') ? await get(key) : undefined;
          return mark !== undefined && JSON.parse(mark).at + graceMs > Date.now();
        },
      },
    });
  },
} satisfies Weakness;
