import type { StoreKeeps } from '../hooks/store.ts';
import type { Phases } from '../kit/clients/phases.ts';
import type { Bad } from '../kit/clients/population.ts';
import type { Stage } from '../stage.ts';
import type { ScalingFacts, ScalingMode } from './scaling.ts';
import type { Needs, ScenarioDescription } from './scenario.ts';

/**
 * Something that breaks under a steady background traffic of requests of signed-in users: data, and one method that brings it
 * about. Who sends the requests, and how they are counted, is the same for all (clients/background-traffic.ts).
 */
export interface Fault extends ScenarioDescription {
  readonly kind: 'fault';
  readonly needs?: Pick<Needs, 'hooks' | 'settings'> & {
    /** A store of its own, which comes back from a kill with this. */
    readonly storeKeeps?: StoreKeeps;
  };
  /** True, or why it cannot happen there. */
  appliesToMode(mode: ScalingMode): true | string;
  /** How long it is left alone once it was brought about, in ms. */
  readonly lastsMs: number;
  /** @returns what takes it back; nothing where it stays, or is over already. */
  inject(stage: Stage, probes: Probes): Promise<Heal | undefined>;
}

export type Heal = () => Promise<unknown>;

export interface Probes {
  /** From now on this must be refused: it joins the probes that the background traffic sends along. */
  mustRefuse(bad: Bad): void;
}

export interface FaultFacts extends ScalingFacts {
  readonly phases: Phases;
  /** From the end of the fault to the last request that it still spoiled; null where they did not end. */
  readonly recoveryMs: number | null;
  /** How often each answer came that was not a good one. */
  readonly spoiled: Readonly<Record<string, number>>;
  /** Requests with credentials that must be refused. */
  readonly probes: number;
}
