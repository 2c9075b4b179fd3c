import type { Account } from '../../accounts/accounts.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'role-kept-at-renewal',
  title: 'The role is read at the first renewal of a sign-in, and kept in all that follow',
  cwe: 'CWE-613',
  defence: () => ({
    file: 'servers/tokens/token-family.ts',
    line: 'const account = await accounts.byId(family.account)',
  }),
  appliesTo: ({ renewal }) => renewal === 'rotation',
  serve(scheme, parts) {
    const { accounts, store, settings } = parts;
    return scheme.serve({
      ...parts,
      accounts: {
        ...accounts,
        async byId(id) {
          const account = await accounts.byId(id);
          if (!account) return undefined;
          const kept = await store.get(`role:${id}`);
          if (kept === undefined) await store.create(`role:${id}`, account.role, settings.idleMs);
          return { ...account, role: (kept ?? account.role) as Account['role'] };
        },
      },
    });
  },
} satisfies Weakness;
