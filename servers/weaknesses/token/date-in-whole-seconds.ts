import { accessTokens } from '../../tokens/access-token.ts';
import { longestTokenMs } from '../../tokens/token-life.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'date-in-whole-seconds',
  title:
    'The date before which no token is good is compared with `iat`, which has whole seconds, and spares its own second',
  cwe: 'CWE-697',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'const issuedMs = Number(claims[ISSUED])' }),
  appliesTo: ({ endsAllBy }) => endsAllBy === 'date',
  async serve(scheme, parts) {
    const { settings, store, accounts } = parts;
    const tokens = await accessTokens(settings);
    const key = (id: string) => `user:${id}:second`;
    const end = (id: string) => {
      const now = String(Math.floor(Date.now() / 1_000));
      return store.addMember(key(id), now, longestTokenMs(settings));
    };
    return {
      ...(await scheme.serve(parts)),
      async authenticate(ctx) {
        const token = await tokens.read(ctx);
        if (!token || (await store.get(`denied:${token.jti}`)) !== undefined) return undefined;
        const date = Math.max(0, ...(await store.members(key(token.principal.id))).map(Number));
        return Number(token.claims.iat) >= date ? { ...token.principal, session: token.jti } : undefined;
      },
      signIn: (_ctx, account) => tokens.issue(account),
      async endAll(accountId, except) {
        await end(accountId);
        const account = except && (await accounts.byId(accountId));
        return account && tokens.issue(account);
      },
      roleChanged: end,
    };
  },
} satisfies Weakness;
