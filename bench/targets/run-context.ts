import type { User } from '../../scenarios/exchange.ts';
import type { Effort } from '../../scenarios/stage.ts';
import type { Settings } from '../../servers/settings.ts';
import type { ClusterDriver } from '../cluster/cluster.ts';
import type { Cores } from '../cluster/cores.ts';
import type { Chromium } from '../driver/chromium.ts';
import type { StoreHandle } from '../store/open-store.ts';

/** What a run lends to each of its cells. */
export interface RunContext {
  /** Temporary; gone with the run. */
  readonly folder: string;
  /** Kept with the run. */
  readonly logFolder: string;
  readonly accounts: { readonly template: string; readonly users: readonly User[]; readonly admin: User };
  readonly settings: Partial<Settings>;
  /** How instances are run. */
  readonly clusters: ClusterDriver;
  /** Brings up those that may share processes; absent where none do. */
  readonly hosts?: ClusterDriver;
  readonly store: StoreHandle;
  /** Whether the cell may kill that store: it is the bench's own, and no other cell uses it now. */
  readonly mayKillStore: boolean;
  readonly seed: number;
  readonly effort: Effort;
  readonly signal: AbortSignal;
  /** What keeps measured servers and all else apart; absent where that cannot be done. */
  readonly cores?: Cores;
  /** Absent where this machine has none. */
  readonly browser?: Chromium;
}
