import type { Weakness } from '../../weakness.ts';

const PAGE = 100;

export default {
  id: 'end-all-first-page',
  title: 'A logout everywhere reads one page of sign-ins and ends no more than that',
  cwe: 'CWE-613',
  defence: ({ renewal, credential }) =>
    renewal === 'none' && credential === 'self-contained'
      ? { file: 'servers/schemes/{scheme}.ts', line: 'ended.map((name) => deny(' }
      : { file: 'servers/store/end-listed.ts', line: 'store.delete(...names.map(keyOf))' },
  appliesTo: ({ store, endsAllBy }) => store !== 'never' && endsAllBy !== 'date',
  serve(scheme, parts) {
    const { members } = parts.store;
    return scheme.serve({
      ...parts,
      store: { ...parts.store, members: async (set) => (await members(set)).slice(0, PAGE) },
    });
  },
} satisfies Weakness;
