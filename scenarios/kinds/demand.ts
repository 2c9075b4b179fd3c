import type { StepName, Traits } from '../../servers/scheme.ts';
import type { LoadScenario } from './load.ts';
import type { ScenarioDescription } from './scenario.ts';

/** What a request takes of servers, store and network, step by step, at several rates. */
export interface DemandScenario extends ScenarioDescription {
  readonly kind: 'demand';
  /** Judges the answers. */
  readonly load: LoadScenario;
  readonly loads: readonly SteppedLoad[];
  /** Rates, as shares of what an instance carries of that load. */
  readonly shares: readonly number[];
  /** What is predicted from them before it is measured too. */
  readonly heldOut: readonly { readonly load: SteppedLoad; readonly shares: readonly number[] }[];
  /** log2 of scrypt's N: as cheap as it can be, so that a login is told without its hash. */
  readonly passwordCost: number;
}

export interface SteppedLoad {
  readonly id: string;
  /** What each user does one after the other, over and over; empty where a scheme has no such step. */
  steps(traits: Traits): readonly StepName[];
}
