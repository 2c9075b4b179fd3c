import type { Weakness } from '../../weakness.ts';

export default {
  id: 'stated-role-gives-roles',
  title: 'A credential that states the role admin goes on and gives roles, whatever the account says now',
  cwe: 'CWE-269',
  defence: () => ({ file: 'servers/administration.ts', line: "account?.role !== 'admin' ||" }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    const { accounts } = parts;
    const { roleChanged: _, ...sound } = await scheme.serve(parts);
    return {
      ...sound,
      async endAll() {},
      accounts: {
        ...accounts,
        async byId(id) {
          const account = await accounts.byId(id);
          return account && { ...account, role: 'admin', disabled: false };
        },
      },
    };
  },
} satisfies Weakness;
