import { digest } from '../../digest.ts';
import { tokenFamilies } from '../../tokens/token-family.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'refresh-token-as-access',
  title: 'Whatever token the server has handed out is good for requests',
  cwe: 'CWE-345',
  defence: () => ({ file: 'servers/tokens/access-token.ts', line: 'issued ?? PRESENTED' }),
  appliesTo: ({ renewal, credential }) => renewal === 'rotation' && credential === 'self-contained',
  async serve(scheme, parts) {
    const { settings, store, accounts } = parts;
    const key = (token: string) => `token-of:${digest(token)}`;
    const sound = await scheme.serve({
      ...parts,
      families(given) {
        const families = (parts.families ?? tokenFamilies)(given);
        return {
          ...families,
          async begin(account, boundTo) {
            const refresh = await families.begin(account, boundTo);
            await store.create(key(refresh.token), account.id, settings.absoluteMs);
            return refresh;
          },
        };
      },
    });
    return {
      ...sound,
      async authenticate(ctx) {
        const principal = await sound.authenticate(ctx);
        const token = /^\w+ (.+)$/i.exec(ctx.get('authorization'))?.[1];
        if (principal || !token) return principal;
        const account = await accounts.byId((await store.get(key(token))) ?? '');
        return account && { id: account.id, role: account.role };
      },
    };
  },
} satisfies Weakness;
