import type { Weakness } from '../../weakness.ts';

export default {
  id: 'date-not-required',
  title: 'All tokens of an account are good for which the store has no date',
  cwe: 'CWE-636',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'known.length > 0 &&' }),
  appliesTo: ({ endsAllBy }) => endsAllBy === 'date',
  serve: (scheme, parts) =>
    scheme.serve({
      ...parts,
      store: {
        ...parts.store,
        async members(set) {
          const members = await parts.store.members(set);
          return members.length === 0 && set.endsWith(':not-before') ? ['0'] : members;
        },
      },
    }),
} satisfies Weakness;
