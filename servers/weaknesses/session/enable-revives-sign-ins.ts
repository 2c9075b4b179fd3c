import { HttpError } from '../../http/errors.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'enable-revives-sign-ins',
  title: 'The sign-ins of a disabled account are refused and not ended: they are good again with the account',
  cwe: 'CWE-613',
  defence: () => ({ file: 'servers/administration.ts', line: 'await accounts.change(id, { disabled: true });' }),
  appliesTo: ({ revocation, renewal }) => revocation !== 'at-expiry' || renewal === 'rotation',
  async serve(scheme, parts) {
    const { accounts } = parts;
    const sound = await scheme.serve({
      ...parts,
      // a renewal would end the family of a disabled account, where it now finds none
      accounts: {
        ...accounts,
        async byId(id) {
          const account = await accounts.byId(id);
          if (account?.disabled) throw new HttpError(401, 'invalid_grant', 'This account is disabled.');
          return account;
        },
      },
    });
    return {
      ...sound,
      async authenticate(ctx) {
        const principal = await sound.authenticate(ctx);
        const account = principal && (await accounts.byId(principal.id));
        return account?.disabled && scheme.traits.revocation !== 'at-expiry' ? undefined : principal;
      },
      async endAll(accountId, except) {
        const account = await accounts.byId(accountId);
        return account?.disabled ? undefined : sound.endAll(accountId, except);
      },
    };
  },
} satisfies Weakness;
