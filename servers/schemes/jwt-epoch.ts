import type { Context } from 'koa';
import type { Account } from '../accounts/accounts.ts';
import { logInFirst } from '../http/errors.ts';
import { applicationSteps } from '../protocol.ts';
import type { Scheme } from '../scheme.ts';
import { accessTokens, bearerChallenge } from '../tokens/access-token.ts';
import { clocksApartMs, longestTokenMs } from '../tokens/token-life.ts';

/**
 * A token that ends with a date (ASVS 5.0 7.4.1): none of an account is good that was issued before its date, which every
 * ending of all of them moves. A logout ends one device and leaves the others, so that it notes that one token.
 *
 *     user:<id>:not-before    dates in ms, of which the latest counts: whoever adds one undoes no other
 *     denied:<jti>            the token was ended by itself
 *
 * An account without a date has no good token: a store that lost it refuses, where one that forgot a list would accept.
 */
export default {
  id: 'jwt-epoch',
  variant: true,
  title: 'JWT with a date before which none is good',
  summary:
    'The client holds a signed statement of who it is; the server asks the store at every request since when those of its account are good, and whether this one was ended by a logout.',
  traits: {
    transport: 'bearer',
    ambient: 'never',
    credential: 'self-contained',
    renewal: 'none',
    revocation: 'immediate',
    store: 'every-request',
    endsAllBy: 'date',
  },
  protocol: {
    credentials: {
      access: { role: 'access', from: { json: 'access_token' }, in: { header: 'authorization', prefix: 'Bearer ' } },
    },
    steps: applicationSteps(['access']),
  },
  async serve({ settings, accounts, store }) {
    const tokens = await accessTokens(settings);
    const longestMs = longestTokenMs(settings);
    const dates = async (accountId: string) => (await store.members(datesOf(accountId))).map(Number);
    const note = (accountId: string, date: number) => store.addMember(datesOf(accountId), String(date), longestMs);

    const issue = async (ctx: Context, account: Pick<Account, 'id' | 'role'>) => {
      const date = Math.max(0, ...(await dates(account.id)));
      // The date is to be known for as long as this token is good.
      await note(account.id, date);
      // `iat` has whole seconds, and the date lies ahead of our clock: what is issued after it has to say so.
      const issuedMs = Math.max(Date.now(), date + 1);
      const issued = await tokens.issue(account, { [ISSUED]: issuedMs });
      ctx.state.issued = issued.access_token;
      return issued;
    };

    /** Ends the token of this request alone. @returns whether it was this call that ended it */
    const deny = async (ctx: Context) => {
      const token = await tokens.read(ctx, ctx.state.issued);
      return token !== undefined && (await store.mark(`denied:${token.jti}`, '', longestMs));
    };

    const endAll = async (accountId: string) => {
      const former = await dates(accountId);
      // Ahead of the clock of whichever instance issued the tokens that are to end.
      const date = Math.max(Date.now() + clocksApartMs, ...former.map((one) => one + 1));
      await note(accountId, date);
      await store.removeMember(datesOf(accountId), ...former.map(String));
    };

    return {
      challenge: bearerChallenge,
      publicKeys: tokens.published,

      async authenticate(ctx) {
        const token = await tokens.read(ctx);
        if (!token) return undefined;
        const { principal, jti, claims } = token;
        const [known, denied] = await Promise.all([dates(principal.id), store.get(`denied:${jti}`)]);
        const issuedMs = Number(claims[ISSUED]);
        const isGood = known.length > 0 && issuedMs > Math.max(...known) && denied === undefined;
        return isGood ? { ...principal, session: jti } : undefined;
      },

      signIn: issue,

      async signOut(ctx) {
        await deny(ctx);
      },

      async endAll(accountId, except) {
        // Of all that end this token, one does it: after a logout there is none to go on with.
        const goesOn = except !== undefined && (await deny(except));
        await endAll(accountId);
        if (except && !goesOn) throw logInFirst();
        const account = except && (await accounts.byId(accountId));
        return account && issue(except, account);
      },
      // The role is part of what was signed.
      roleChanged: (accountId) => endAll(accountId),
      ready: () => store.ping(),
    };
  },
} satisfies Scheme;

/** A claim of our own: when a token was issued, in ms. */
const ISSUED = 'issued_ms';

function datesOf(accountId: string): string {
  return `user:${accountId}:not-before`;
}
