import type { Weakness } from '../../weakness.ts';

export default {
  id: 'password-change-unconditional',
  title: 'A new password is written whatever became of the account while the old one was compared',
  cwe: 'CWE-367',
  defence: () => ({
    file: 'servers/routes.ts',
    line: 'accounts.change(account.id, { passwordHash }, account.version)',
  }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    const { accounts } = parts;
    const sound = await scheme.serve(parts);
    return { ...sound, accounts: { ...accounts, change: (id, change) => accounts.change(id, change) } };
  },
} satisfies Weakness;
