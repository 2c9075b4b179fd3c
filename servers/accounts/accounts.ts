/** The application's own database: accounts and what they did. It is not the session store, and every arm has the same one. */
export type Role = 'user' | 'admin';

export interface Account {
  readonly id: string;
  readonly username: string;
  readonly role: Role;
  readonly disabled: boolean;
  readonly passwordHash: string;
  /** Rises with every change of password, role or state: lets a sign-in notice that it was overtaken. */
  readonly version: number;
}

export interface Accounts {
  byUsername(username: string): Promise<Account | undefined>;
  byId(id: string): Promise<Account | undefined>;
  /**
   * @param ifVersion where the account has another one by now, nothing is changed
   * @returns whether it was changed
   */
  change(
    id: string,
    change: Partial<Pick<Account, 'role' | 'disabled' | 'passwordHash'>>,
    ifVersion?: number,
  ): Promise<boolean>;
  /** @returns false where the username is somebody's already. */
  add(account: Omit<Account, 'version' | 'disabled'>): Promise<boolean>;
  remove(id: string): Promise<void>;
  /** Books one transfer (the effect that a forged request is after). */
  recordTransfer(id: string): Promise<void>;
  transfers(id: string): Promise<number>;
}
