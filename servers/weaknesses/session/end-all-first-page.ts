import type { Weakness } from '../../weakness.ts';

const PAGE = 100;

export default {
  id: 'end-all-first-page',
  title: 'A logout everywhere reads one page of sign-ins and ends no more than that',
  cwe: 'CWE-613',
  defence: ({ renewal }) =>
    renewal === 'rotation'
      ? { file: 'servers/tokens/token-family.ts', line: 'store.delete(...families.map(keyOf))' }
      : renewal === 'sliding'
        ? { file: 'servers/session-store.ts', line: 'store.delete(...names.map(key))' }
        : { file: 'servers/schemes/{scheme}.ts', line: 'ended.map((name) => deny(' },
  appliesTo: ({ store }) => store !== 'never',
  serve(scheme, parts) {
    const { members } = parts.store;
    return scheme.serve({
      ...parts,
      store: { ...parts.store, members: async (set) => (await members(set)).slice(0, PAGE) },
    });
  },
} satisfies Weakness;
