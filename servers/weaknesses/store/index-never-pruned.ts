import type { Weakness } from '../../weakness.ts';

export default {
  id: 'index-never-pruned',
  title: 'The index of sign-ins names all that there ever were, for as long as their user signs in',
  cwe: 'CWE-772',
  defence: ({ renewal, credential }) =>
    renewal === 'none' && credential === 'self-contained'
      ? { file: 'servers/schemes/{scheme}.ts', line: '.filter(isOver)' }
      : { file: 'servers/store/drop-ended.ts', line: 'if (gone.size > 0)' },
  appliesTo: ({ store, endsAllBy }) => store !== 'never' && endsAllBy !== 'date',
  serve(scheme, parts) {
    return scheme.serve({ ...parts, store: { ...parts.store, removeMember: async () => undefined } });
  },
} satisfies Weakness;
