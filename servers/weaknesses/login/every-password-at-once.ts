import type { Weakness } from '../../weakness.ts';

export default {
  id: 'every-password-at-once',
  title: 'Every password is hashed as soon as it comes, as servers do that nobody told otherwise',
  cwe: 'CWE-770',
  defence: () => ({ file: 'servers/routes.ts', line: 'const inTurn = ' }),
  // what takes no thread for its requests is not kept waiting by hashes
  appliesTo: ({ credential }) => credential !== 'reference',
  async serve(scheme, parts) {
    return { ...(await scheme.serve(parts)), hashing: (hash) => hash() };
  },
} satisfies Weakness;
