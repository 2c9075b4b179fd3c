import type { Account } from '../accounts/accounts.ts';

/** Refresh tokens that are used once (RFC 9700 §4.14.2). All tokens that descend from one login are a family. */
export interface TokenFamilies {
  begin(account: Pick<Account, 'id'>): Promise<RefreshToken>;
  /**
   * Trades a token for its successor.
   * @throws HttpError 401 `invalid_grant` for a token that is not good, `refresh_reuse` for one that was used before.
   */
  redeem(token: string): Promise<{ readonly account: Account; readonly refresh: RefreshToken }>;
  /** The id of the living family of a token that was really handed out. */
  familyOf(token: string): Promise<string | undefined>;
  /** Ends the family of a token that was really handed out. */
  end(token: string): Promise<void>;
  endAll(accountId: string, except?: string): Promise<void>;
}

export interface RefreshToken {
  readonly token: string;
  /** How long it is good for unused: the idle time, and never beyond the family's absolute end, which nothing moves. */
  readonly ttlMs: number;
}
