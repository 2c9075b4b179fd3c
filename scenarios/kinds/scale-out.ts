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
  /** As many instances as use up the store where the scheme asks it most: its quota follows from this. */
  readonly storeEndsAt: number;
}
