import { decodeJwt } from 'jose';
import type { Context } from 'koa';
import type { Account } from '../accounts/accounts.ts';
import { applicationSteps } from '../protocol.ts';
import type { Scheme } from '../scheme.ts';
import { accessTokens, bearerChallenge } from '../tokens/access-token.ts';

/** How far the clock of a verifier may be behind that of the store, which forgets a note by its own. */
const clocksApartMs = 60_000;

/**
 * A token that can be taken back: its `jti` is noted in the store until it would have expired, and every request asks.
 *
 *     denied:<jti>          the token was ended
 *     user:<id>:tokens      the jti of each token of an account, noted before it is handed out
 */
export default {
  id: 'jwt-denylist',
  variant: true,
  title: 'JWT with denylist',
  summary:
    'The client holds a signed statement of who it is; the server asks the store at every request whether it was taken back.',
  traits: {
    transport: 'bearer',
    ambient: 'never',
    credential: 'self-contained',
    renewal: 'none',
    revocation: 'immediate',
    store: 'every-request',
  },
  protocol: {
    credentials: {
      access: { role: 'access', from: { json: 'access_token' }, in: { header: 'authorization', prefix: 'Bearer ' } },
    },
    steps: applicationSteps(['access']),
  },
  async serve({ settings, accounts, store }) {
    const tokens = await accessTokens(settings);
    // As long as a verifier may still accept the token, with the second that `exp` cannot express, also where its clock is behind.
    const longestMs = settings.accessMs + settings.toleranceMs + 1_000 + clocksApartMs;
    const deny = (jti: string) => store.create(`denied:${jti}`, '', longestMs);
    const jtiOf = async (ctx: Context): Promise<string | undefined> =>
      ctx.state.issued ?? (await tokens.read(ctx))?.jti;

    const issue = async (ctx: Context, account: Pick<Account, 'id' | 'role'>) => {
      const issued = await tokens.issue(account);
      const { jti = '' } = decodeJwt(issued.access_token);
      await store.addMember(index(account.id), jti, longestMs);
      ctx.state.issued = jti;
      return issued;
    };

    const endAll = async (accountId: string) => {
      const ended = await store.members(index(accountId));
      await Promise.all(ended.map(deny));
      await Promise.all(ended.map((jti) => store.removeMember(index(accountId), jti)));
    };

    return {
      challenge: bearerChallenge,
      publicKeys: tokens.published,

      async authenticate(ctx) {
        const token = await tokens.read(ctx);
        if (!token || (await store.get(`denied:${token.jti}`)) !== undefined) return undefined;
        return { ...token.principal, session: token.jti };
      },

      signIn: issue,

      async signOut(ctx) {
        const jti = await jtiOf(ctx);
        if (jti) await deny(jti);
      },

      async endAll(accountId, except) {
        await endAll(accountId);
        const account = except && (await accounts.byId(accountId));
        return except && account && issue(except, account);
      },
      // The role is part of what was signed.
      roleChanged: (accountId) => endAll(accountId),
      ready: () => store.ping(),
    };
  },
} satisfies Scheme;

function index(accountId: string): string {
  return `user:${accountId}:tokens`;
}
