import { decodeJwt } from 'jose';
import type { Context } from 'koa';
import type { Account } from '../accounts/accounts.ts';
import { digest } from '../digest.ts';
import { logInFirst } from '../http/errors.ts';
import { applicationSteps, listingSteps } from '../protocol.ts';
import type { Scheme } from '../scheme.ts';
import { accessTokens, bearerChallenge } from '../tokens/access-token.ts';
import { longestTokenMs, marginMs } from '../tokens/token-life.ts';

/**
 * A token that can be taken back: its `jti` is noted in the store until it would have expired, and every request asks.
 *
 *     denied:<jti>          the token was ended
 *     user:<id>:tokens      <exp>.<jti> of each token of an account, noted before it is handed out
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
    steps: { ...applicationSteps(['access']), ...listingSteps(['access']) },
  },
  async serve({ settings, accounts, store }) {
    const tokens = await accessTokens(settings);
    const longestMs = longestTokenMs(settings);
    const deny = (jti: string) => store.mark(`denied:${jti}`, '', longestMs);
    const noteOf = async (ctx: Context): Promise<Note | undefined> => {
      const token = ctx.state.issued ? undefined : await tokens.read(ctx);
      return token ? { ...token, account: token.principal.id } : ctx.state.issued;
    };

    const issue = async (ctx: Context, account: Pick<Account, 'id' | 'role'>) => {
      const issued = await tokens.issue(account);
      const { jti = '', exp = 0 } = decodeJwt(issued.access_token);
      await store.addMember(index(account.id), nameOf({ jti, exp }), longestMs);
      await dropExpired(account.id);
      ctx.state.issued = { jti, exp, account: account.id } satisfies Note;
      return issued;
    };

    const dropExpired = async (accountId: string) => {
      const isOver = (name: string) => Number.parseInt(name, 10) * 1_000 + marginMs(settings) < Date.now();
      await store.removeMember(index(accountId), ...(await store.members(index(accountId))).filter(isOver));
    };

    const endAll = async (accountId: string) => {
      const ended = await store.members(index(accountId));
      await Promise.all(ended.map((name) => deny(jtiIn(name))));
      await store.removeMember(index(accountId), ...ended);
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
        const note = await noteOf(ctx);
        if (!note) return;
        await deny(note.jti);
        await store.removeMember(index(note.account), nameOf(note));
      },

      async endAll(accountId, except) {
        const own = except && (await noteOf(except));
        // Of all that end this token, one does it: after a logout there is none to go on with.
        const goesOn = own !== undefined && (await deny(own.jti));
        await endAll(accountId);
        if (except && !goesOn) throw logInFirst();
        const account = except && (await accounts.byId(accountId));
        return account && issue(except, account);
      },
      async list(ctx, accountId) {
        const own = await noteOf(ctx);
        const names = await store.members(index(accountId));
        // as long as it is let in, which is until a clock that is forgiven has come to its end
        const isGood = (name: string) => Number.parseInt(name, 10) * 1_000 + settings.toleranceMs > Date.now();
        return names
          .filter(isGood)
          .map((name) => ({ name: digest(name), current: own !== undefined && name === nameOf(own) }));
      },

      async endOne(accountId, wanted) {
        const name = (await store.members(index(accountId))).find((one) => digest(one) === wanted);
        if (name === undefined) return false;
        await deny(jtiIn(name));
        await store.removeMember(index(accountId), name);
        return true;
      },

      // The role is part of what was signed.
      roleChanged: (accountId) => endAll(accountId),
      ready: () => store.ping(),
    };
  },
} satisfies Scheme;

/** What the store knows of a token. */
interface Note {
  readonly jti: string;
  /** In seconds since 1970. */
  readonly exp: number;
  readonly account: string;
}

function nameOf({ jti, exp }: Pick<Note, 'jti' | 'exp'>): string {
  return `${exp}.${jti}`;
}

function jtiIn(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}

function index(accountId: string): string {
  return `user:${accountId}:tokens`;
}
