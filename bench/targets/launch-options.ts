import type { StoreKeeps } from '../../scenarios/hooks/store.ts';
import type { ScalingMode } from '../../scenarios/kinds/scaling.ts';
import type { Settings } from '../../servers/settings.ts';
import type { Variation } from '../../servers/variation.ts';

/** How a cell wants its target; one that is up for the whole run is as it is. */
export interface LaunchOptions {
  readonly weakness?: string;
  readonly instances: number;
  readonly mode: ScalingMode;
  /** Built in another way (`servers/variations/`). */
  readonly variation?: string;
  readonly settings?: Partial<Settings>;
  /** Slows requests down by this share of their own CPU time. */
  readonly plantedShare?: number;
  /** The Node.js that runs its instances, as a path; the bench's own where absent. */
  readonly node?: string;
  /** Whether its instances tell of their event loops and their CPU time while it is measured. */
  readonly watched?: boolean;
  /** What V8 draws its hashes and random numbers from; drawn by each launch where absent. */
  readonly v8Seed?: number;
  /** How far away the store is, there and back; or whether it is reached by its Unix socket. */
  readonly storeAway?: Variation['store'];
  /** A store of its own, which comes back from a kill with this; the one of the run where absent. */
  readonly storeKeeps?: StoreKeeps;
  /** Whether instances reach their store by a link that can be broken. */
  readonly link?: boolean;
  /** Whether time can be made to pass for it: its own clocks, and what it keeps in the store. */
  readonly movable?: boolean;
  /** Whether it may share processes with others, where the run has such. */
  readonly hosted?: boolean;
}
