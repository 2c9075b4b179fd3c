import type { Account } from '../accounts/accounts.ts';
import type { Parts } from '../scheme.ts';
import { createSeals } from '../seals.ts';
import type { AccessTokens } from '../tokens/access-token.ts';
import type { RefreshToken } from '../tokens/token-families.ts';
import { tokenFamilies } from '../tokens/token-family.ts';

/** The tokens of one session, which never leave the server. */
interface Tokens {
  readonly access: string;
  readonly refresh: string;
  /** When they are renewed, in ms since 1970: before the access token ends, and often enough for the session to slide on. */
  readonly dueAt: number;
}

/**
 * Tokens behind sessions, kept sealed beside them: whoever copies the store has none. Parallel renewals of a session are one,
 * in this process since they wait for each other, and of several instances since within the grace window each is given the
 * same successor.
 */
export async function keptTokens(parts: Parts, tokens: AccessTokens) {
  const settings = { ...parts.settings, graceMs: Math.max(parts.settings.graceMs, renewalTakesMs) };
  const families = (parts.families ?? tokenFamilies)({ ...parts, settings });
  const seals = await createSeals(parts.settings, 'bff tokens');
  const { accessMs, idleMs } = parts.settings;
  const lifeMs = Math.min(renewedAt * accessMs, idleMs / 2);
  const underWay = new Map<string, Promise<string>>();

  const sealed = async (account: Pick<Account, 'id' | 'role'>, { token }: RefreshToken) => {
    const { access_token: access } = await tokens.issue(account);
    return seals.seal({ access, refresh: token, dueAt: Date.now() + lifeMs } satisfies Tokens);
  };
  const opened = async (text: string) => (await seals.open(text)) as Tokens | undefined;

  return {
    /** Begins a family. @returns its first tokens, sealed */
    begin: async (account: Pick<Account, 'id' | 'role'>) => sealed(account, await families.begin(account)),

    /** What is in the seal; undefined where it cannot be opened. */
    opened,

    /**
     * The tokens that take the place of these.
     * @param session whoever renews for the same one meanwhile is given the same
     * @throws HttpError 401 where the family has ended
     */
    renewed(session: string, refresh: string): Promise<string> {
      const before = underWay.get(session);
      if (before) return before;
      const renewal = families
        .redeem(refresh)
        .then(({ account, refresh: next }) => sealed(account, next))
        .finally(() => underWay.delete(session));
      underWay.set(session, renewal);
      return renewal;
    },

    async end(text: string): Promise<void> {
      const known = await opened(text);
      if (known) await families.end(known.refresh);
    },

    /** Ends all families of an account but that of these tokens. */
    async endAll(accountId: string, except?: string): Promise<void> {
      const spared = except && (await opened(except));
      await families.endAll(accountId, spared ? await families.familyOf(spared.refresh) : undefined);
    },
  };
}

/** Of what an access token lives: the rest is for requests that are under way with it. */
const renewedAt = 0.8;

/** Another instance that looked before this one wrote has come long before. */
const renewalTakesMs = 10_000;
