import type { LoadScenario } from './load.ts';
import type { ScenarioDescription } from './scenario.ts';

/** How throughput grows with instances, each held to the same share of a core, and what ends that growth. */
export interface ScaleOutScenario extends ScenarioDescription {
  readonly kind: 'scale-out';
  /** What they are saturated with. */
  readonly load: LoadScenario;
  /** Numbers of instances that are measured. */
  readonly measured: readonly number[];
  /** Those that are predicted from them before they are measured too. */
  readonly heldOut: readonly number[];
  /**
   * What so many instances take of a store that is not held, where the scheme asks it most, is its quota. A store that is
   * held takes requests by the batch, so that its end comes some instances later.
   */
  readonly storeEndsAt: number;
}
