import type { Weakness } from '../../weakness.ts';

export default {
  id: 'earliest-date-counts',
  title: 'Of several dates before which no token of an account is good, the earliest one counts',
  cwe: 'CWE-362',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'issuedMs > Math.max(...known)' }),
  appliesTo: ({ endsAllBy }) => endsAllBy === 'date',
  serve: (scheme, parts) =>
    scheme.serve({
      ...parts,
      store: {
        ...parts.store,
        async members(set) {
          const members = await parts.store.members(set);
          // in the order of their numbers, as a set of small integers is kept
          return set.endsWith(':not-before') ? members.toSorted((a, b) => Number(a) - Number(b)).slice(0, 1) : members;
        },
      },
    }),
} satisfies Weakness;
