import type { Account } from '../accounts/accounts.ts';
import type { ListedSignIn } from '../listed-sign-in.ts';

/** Refresh tokens that are used once (RFC 9700 §4.14.2). All tokens that descend from one login are a family. */
export interface TokenFamilies {
  /** @param boundTo what whoever redeems its tokens must prove to hold: the thumbprint of a key (RFC 9449 §5) */
  begin(account: Pick<Account, 'id'>, boundTo?: string): Promise<RefreshToken>;
  /**
   * Trades a token for its successor.
   * @param provenKey the thumbprint of the key that the request proves; one of a family that is bound to another is not good
   * @throws HttpError 401 `invalid_grant` for a token that is not good, `refresh_reuse` for one that was used before.
   */
  redeem(token: string, provenKey?: string): Promise<{ readonly account: Account; readonly refresh: RefreshToken }>;
  /** The id of the living family of a token that was really handed out. */
  familyOf(token: string): Promise<string | undefined>;
  /** Ends the family of a token that was really handed out. @returns whether it was this call that ended it */
  end(token: string): Promise<boolean>;
  /** @param own a token of whoever asks */
  list(accountId: string, own?: string): Promise<readonly ListedSignIn[]>;
  /** Ends the family that the list calls so. @returns whether the account has one */
  endOne(accountId: string, name: string): Promise<boolean>;
  endAll(accountId: string, except?: string): Promise<void>;
}

export interface RefreshToken {
  readonly token: string;
  /** How long it is good for unused: the idle time, and never beyond the family's absolute end, which nothing moves. */
  readonly ttlMs: number;
}
