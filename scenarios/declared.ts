/** What the owner of a target says about it. */
export interface Declared {
  readonly revokesOnLogout?: boolean | { readonly withinMs: number } | undefined;
  readonly rotation?: 'always' | 'sometimes' | 'never' | undefined;
  readonly reuse?: 'account' | 'family' | 'token' | 'none' | undefined;
  readonly graceMs?: number | undefined;
  readonly leewayMs?: number | undefined;
  readonly expiry?: 'sliding' | 'fixed' | undefined;
  readonly multipleSessions?: boolean | undefined;
  /** One session holds several accounts on purpose. */
  readonly severalUsers?: boolean | undefined;
  readonly algorithm?: string | undefined;
  /** Refuses well-signed tokens that no standard forbids: without exp, of any typ, with claims of odd types. */
  readonly strictTokens?: boolean | undefined;
}

/** Lifetimes in force, in ms, as far as they are known. */
export interface Lifetimes {
  readonly access?: number | undefined;
  readonly session?: number | undefined;
  readonly refresh?: number | undefined;
  /** Of a sign-in, however it is used. */
  readonly absolute?: number | undefined;
}
