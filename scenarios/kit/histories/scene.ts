import type { Credential } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';
import type { Administrator } from './administrator.ts';
import type { HistoryCounts } from './history-counts.ts';
import type { ServerRules } from './rules.ts';
import type { HistoryAccount, Holder, World } from './world.ts';

/** The time of the servers, as far as it is seen from here. */
export interface Clock {
  now(): number;
  /** Lets time pass; absent where that would have to be waited for. */
  readonly pass?: (ms: number) => Promise<void>;
}

/** What a history is played with. */
export interface Scene {
  readonly stage: Stage;
  readonly rules: ServerRules;
  readonly clock: Clock;
  readonly tally: HistoryCounts;
  readonly administrator: Administrator;
  /** Whether each exchange is kept as evidence. */
  readonly recorded: boolean;
}

export type Use = 'me' | 'slow' | 'admin';

/**
 * What people and thieves do in one history. Each act is made on the server, held against what the model expects of it,
 * and then changes the model: also by what was seen where the model leaves it open.
 */
export interface Play {
  readonly world: World;
  readonly scene: Scene;
  /** @returns the new holder; undefined where the account is disabled, and the login refused */
  signIn(account: HistoryAccount, label: string, at: number): Promise<Holder | undefined>;
  /** Tries the password that was changed, where one was. */
  tryFormerPassword(account: HistoryAccount, at: number): Promise<void>;
  /** @throws Difference. @returns whether it was accepted; undefined where nothing is held that it needs */
  use(step: Use, holder: Holder, at: number, credential?: Credential): Promise<boolean | undefined>;
  renew(holder: Holder, at: number, credential?: Credential): Promise<boolean | undefined>;
  logout(presented: Credential, at: number): Promise<void>;
  logoutAll(holder: Holder, at: number): Promise<void>;
  changePassword(holder: Holder, at: number): Promise<void>;
  administer(step: 'disable' | 'enable' | 'setRole', account: HistoryAccount, role?: 'user' | 'admin'): Promise<void>;
}
