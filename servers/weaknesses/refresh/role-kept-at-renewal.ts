import type { Account } from '../../accounts/accounts.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'role-kept-at-renewal',
  title: 'Who was an administrator when they renewed stays one in the renewals that follow',
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
          // a role that was given is not withheld: what is found must be what somebody may do too much
          if (account.role === 'admin') await store.create(`role:${id}`, account.role, settings.idleMs);
          const kept = await store.get(`role:${id}`);
          return { ...account, role: (kept ?? account.role) as Account['role'] };
        },
      },
    });
  },
} satisfies Weakness;
