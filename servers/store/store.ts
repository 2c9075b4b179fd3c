/**
 * What the schemes keep on the server: strings with an expiry, and sets of names. Each method is one atomic command,
 * so that `create` is a compare-and-mark: of any number of concurrent callers exactly one gets true.
 * Every method rejects with `StoreUnavailable` when the store does not answer in time. A write that was rejected so
 * is unknown, never "not done".
 */
export interface Store {
  readonly kind: 'memory' | 'redis';
  get(key: string): Promise<string | undefined>;
  /**
   * Writes only if the key is absent (`SET … NX PX`). Where it is listed, key and member come in one step: nobody sees the
   * one without the other. @returns whether this call wrote it.
   */
  create(key: string, value: string, ttlMs: number, listed?: Listed): Promise<boolean>;
  /**
   * Creates what says of something that it is used up. A server that takes over and may not have heard it is told once more,
   * as it is of deletions.
   */
  mark(key: string, value: string, ttlMs: number): Promise<boolean>;
  /** Writes only if the key is present (`SET … XX PX`). @returns whether the key was still there. */
  update(key: string, value: string, ttlMs: number): Promise<boolean>;
  /** The same, and tells what was there in the same step (`SET … XX GET PX`); undefined where nothing was. */
  swap(key: string, value: string, ttlMs: number): Promise<string | undefined>;
  /** @returns how many of the keys were there. */
  delete(...keys: string[]): Promise<number>;
  /** @returns those of the keys that are not there. */
  missing(...keys: string[]): Promise<string[]>;
  /**
   * Adds a member to a set and lets the set live `ttlMs` from now. A caller always gives one set the same lifetime. A server
   * that takes over and may not have heard it is told once more, as it is of marks.
   */
  addMember(set: string, member: string, ttlMs: number): Promise<void>;
  removeMember(set: string, ...members: string[]): Promise<void>;
  members(set: string): Promise<string[]>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** A member that names a key, in a set that lives `ttlMs` from now. */
export interface Listed {
  readonly set: string;
  readonly member: string;
  readonly ttlMs: number;
}

/** The store did not answer in time, or not at all. Whatever was asked of it may or may not have happened. */
export class StoreUnavailable extends Error {
  readonly code = 'store_unavailable';

  constructor(cause: unknown) {
    super('The store does not answer: check that it runs and that STORE_URL names it.', { cause });
    this.name = 'StoreUnavailable';
  }
}
