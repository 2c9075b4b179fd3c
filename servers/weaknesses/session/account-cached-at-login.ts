import type { Account } from '../../accounts/accounts.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'account-cached-at-login',
  title: "An account's role and state are copied at login and not read again while the sign-in lasts",
  cwe: 'CWE-613',
  defence: () => ({ file: 'servers/administration.ts', line: 'await auth.roleChanged?.(id)' }),
  appliesTo: ({ store }) => store !== 'never',
  async serve(scheme, parts) {
    const { accounts, store, settings } = parts;
    const sound = await scheme.serve({
      ...parts,
      accounts: {
        ...accounts,
        async byId(id) {
          const copy = await store.get(`account:${id}`);
          return copy === undefined ? accounts.byId(id) : (JSON.parse(copy) as Account);
        },
      },
    });
    const { roleChanged: _, ...rest } = sound;
    return {
      ...rest,
      async signIn(ctx, account) {
        await store.create(`account:${account.id}`, JSON.stringify(account), settings.absoluteMs);
        return sound.signIn(ctx, account);
      },
      async endAll() {},
    };
  },
} satisfies Weakness;
