import { cookiesOf } from '../../protocol.ts';
import { tokenFamilies } from '../../tokens/token-family.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'login-adopts-planted-token',
  title: 'A login gives the family of the refresh token that the browser brought along to the new user',
  cwe: 'CWE-384',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'async signIn(' }),
  appliesTo: ({ renewal }) => renewal === 'rotation',
  async serve(scheme, parts) {
    const { store, accounts, settings } = parts;
    const families = (parts.families ?? tokenFamilies)(parts);
    const adopted = (family: string) => `adopted:${family}`;
    const [cookie = ''] = cookiesOf(scheme.protocol);
    const server = await scheme.serve({
      ...parts,
      families: () => ({
        ...families,
        end: async () => false,
        async redeem(token, provenKey) {
          const family = await families.familyOf(token);
          const redeemed = await families.redeem(token, provenKey);
          const id = family && (await store.get(adopted(family)));
          return { ...redeemed, account: (id && (await accounts.byId(id))) || redeemed.account };
        },
      }),
    });
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      ...(server.renew && { renew: server.renew }),
      async signIn(ctx, account) {
        const family = await families.familyOf(ctx.cookies.get(cookie, { signed: false }) ?? '');
        if (family) await store.create(adopted(family), account.id, settings.absoluteMs);
        return server.signIn(ctx, account);
      },
    };
  },
} satisfies Weakness;
