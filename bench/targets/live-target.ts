import type { User } from '../../scenarios/exchange.ts';
import type { Stage, StageTarget } from '../../scenarios/stage.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Transcript } from '../driver/transcript.ts';
import type { StoreHandle } from '../store/open-store.ts';

export interface LiveTarget extends AsyncDisposable {
  readonly target: StageTarget;
  readonly cluster: Cluster;
  /** What keeps its state, where the bench can look at it. */
  readonly store?: StoreHandle;
  /** What a question to the store takes from here, in µs, where the options say how far away it is. */
  readonly storeRttUs?: number;
  /** What its Host header names; ours where absent. */
  readonly host?: string;
  /** The origin that its pages have; the https origin of that host where absent. */
  readonly publicOrigin?: string;
  /** @throws where what it stands on went away by itself. */
  stillWhole?(): Promise<void>;
  /** Books requests that others send. @throws BenchError AB-E602 when they are more than it may get */
  reserve?(requests: number): void;
  /** Answers of 429 so far, where they are counted. */
  refusedForRate?(): number;
  /** How often it ended by itself so far, where somebody looks after it. */
  ends?(): number;
  /**
   * A stage for these users, with a transcript of its own. Several may be in use at once.
   * @param cell what is done on it, as evidence names it
   * @param signal ends whatever is done on it; the run's own where absent
   */
  enter(users: readonly User[], cell?: string, signal?: AbortSignal): Entered;
}

export interface Entered {
  readonly stage: Stage;
  readonly transcript: Transcript;
  /** What was seen meanwhile and belongs beside whatever it came to. */
  remark?(): string | undefined;
}

export function remarked(because: string, remark: string | undefined): string {
  return remark === undefined ? because : `${because}; ${remark}`;
}
