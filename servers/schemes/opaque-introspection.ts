import { randomBytes } from 'node:crypto';
import type { Context } from 'koa';
import type { Account, Role } from '../accounts/accounts.ts';
import { digest } from '../digest.ts';
import { logInFirst } from '../http/errors.ts';
import { answerCache } from '../introspection/answer-cache.ts';
import { askServer } from '../introspection/ask-server.ts';
import { openAuthorizationServer } from '../introspection/authorization-server.ts';
import type { Introspection } from '../introspection/introspection.ts';
import { applicationSteps, listingSteps } from '../protocol.ts';
import type { Scheme } from '../scheme.ts';
import { dropEnded } from '../store/drop-ended.ts';
import { endListed } from '../store/end-listed.ts';
import { endOneListed, listed } from '../store/listed.ts';
import { bearerChallenge } from '../tokens/access-token.ts';

/**
 * A token that says nothing: the resource server asks an authorisation server about it (RFC 7662), over HTTP, and goes by
 * the answer for `lagMs` where a request only reads. Both halves run in one process, so that what a trip costs beside
 * computing, the way there and back, is that of loopback.
 *
 *     token:<sha256>        whom it speaks for, until it ends
 *     user:<id>:tokens      digests, written with the token, so that none exists outside the index
 */
export default {
  id: 'opaque-introspection',
  variant: true,
  title: 'Opaque token with introspection',
  summary:
    'The client holds a random token; the server asks an authorisation server whose it is, and believes the answer for a while.',
  traits: {
    transport: 'bearer',
    ambient: 'never',
    credential: 'reference',
    renewal: 'none',
    revocation: 'within-lag',
    store: 'when-stale',
  },
  protocol: {
    credentials: {
      access: { role: 'access', from: { json: 'access_token' }, in: { header: 'authorization', prefix: 'Bearer ' } },
    },
    steps: { ...applicationSteps(['access']), ...listingSteps(['access']) },
  },
  async serve({ settings, accounts, store, draw = randomBytes }) {
    const authorization = await openAuthorizationServer(introspect);
    const server = askServer(authorization, 2 * settings.storeTimeoutMs);
    const cache = answerCache(settings.lagMs);

    const issue = async (ctx: Context, { id, role }: Pick<Account, 'id' | 'role'>) => {
      const token = draw(32).toString('base64url');
      const record = { id, role, endsMs: Date.now() + settings.accessMs } satisfies TokenRecord;
      const listed = { set: index(id), member: digest(token), ttlMs: settings.accessMs };
      await Promise.all([
        store.create(key(listed.member), JSON.stringify(record), settings.accessMs, listed),
        dropEnded(store, listed.set, key),
      ]);
      ctx.state.issued = token;
      return { access_token: token, token_type: 'Bearer', expires_in: Math.floor(settings.accessMs / 1_000) };
    };

    return {
      challenge: bearerChallenge,

      async authenticate(ctx) {
        const token = presented(ctx);
        if (!token) return undefined;
        const answer = (ctx.state.mayLag && cache.get(token)) || (await ask(token));
        return answer.active ? { id: answer.sub, role: answer.role, session: digest(token) } : undefined;
      },

      signIn: issue,

      async signOut(ctx) {
        const token: string | undefined = ctx.state.issued ?? presented(ctx);
        if (!token) return;
        cache.drop(token);
        const name = digest(token);
        const record = await recordOf(token);
        await store.delete(key(name));
        if (record) await store.removeMember(index(record.id), name);
      },

      async endAll(accountId, except) {
        const own = except && presented(except);
        // Of all that end this token, one does it: after a logout there is none to go on with.
        const goesOn = own !== undefined && (await store.delete(key(digest(own)))) > 0;
        await endListed(store, index(accountId), key);
        if (except && !goesOn) throw logInFirst();
        const account = except && (await accounts.byId(accountId));
        return account && issue(except, account);
      },
      list: (ctx, accountId) => listed(store, index(accountId), key, digest(presented(ctx) ?? '')),
      endOne: async (accountId, name) => (await endOneListed(store, index(accountId), key, name)) !== undefined,
      roleChanged: (accountId) => endListed(store, index(accountId), key),
      ready: () => store.ping(),
      async close() {
        server.close();
        await authorization.close();
      },
    };

    async function ask(token: string): Promise<Introspection> {
      const askedMs = Date.now();
      const answer = await server.introspect(token);
      cache.note(token, answer, askedMs);
      return answer;
    }

    async function introspect(token: string): Promise<Introspection> {
      const record = await recordOf(token);
      if (!record) return { active: false };
      const { issuer: iss, audience: aud } = settings;
      const exp = Math.floor(record.endsMs / 1_000);
      return { active: true, sub: record.id, role: record.role, token_type: 'Bearer', exp, iss, aud };
    }

    async function recordOf(token: string): Promise<TokenRecord | undefined> {
      const stored = await store.get(key(digest(token)));
      const record: TokenRecord | undefined = stored === undefined ? undefined : JSON.parse(stored);
      return record && record.endsMs > Date.now() ? record : undefined;
    }
  },
} satisfies Scheme;

interface TokenRecord {
  readonly id: string;
  readonly role: Role;
  readonly endsMs: number;
}

const TOKEN = /^Bearer ([\w-]{1,64})$/i;

/** Nobody is asked about what cannot be one of ours. */
function presented(ctx: Context): string | undefined {
  return TOKEN.exec(ctx.get('authorization'))?.[1];
}

function key(name: string): string {
  return `token:${name}`;
}

function index(accountId: string): string {
  return `user:${accountId}:tokens`;
}
