import type { Weakness } from '../../weakness.ts';

export default {
  id: 'account-named-by-request',
  title: 'A request may name another account than the one that it is signed in to',
  cwe: 'CWE-639',
  defence: () => ({ file: 'servers/routes.ts', line: 'await accounts.recordTransfer(' }),
  // What is asked of another server is asked for whom the token names.
  appliesTo: ({ behind }) => behind === undefined,
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      async authenticate(ctx) {
        const principal = await sound.authenticate(ctx);
        const { id } = ctx.query;
        return principal && typeof id === 'string' ? { ...principal, id } : principal;
      },
    };
  },
} satisfies Weakness;
