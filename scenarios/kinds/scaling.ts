import type { Stage } from '../stage.ts';
import type { ScenarioDescription } from './scenario.ts';

export type ScalingMode = 'own-memory' | 'sticky' | 'shared' | 'none';

export interface ScalingScenario extends ScenarioDescription {
  readonly kind: 'scaling';
  readonly event: 'none' | 'instance-dies' | 'instance-joins' | 'store-dies';
  appliesToMode(mode: ScalingMode, instances: number): true | string;
  run(stage: Stage): Promise<ScalingFacts>;
}

export interface ScalingFacts {
  /** Ordinary requests of signed-in users, and how many were answered "not signed in". */
  readonly requests: number;
  readonly refused: number;
  /** Requests without a verdict of the application: connection lost, 5xx. */
  readonly failed: number;
  /** Users who had to log in again. */
  readonly lostUsers: number;
  readonly users: number;
  /** Requests of credentials that were never good or had been ended, answered as if good. */
  readonly wronglyAccepted: number;
  /** The same of POST refresh, where the scheme has it. */
  readonly renewals: number;
  readonly renewalsRefused: number;
  /** Renewals without a verdict of the application, as in `failed`. */
  readonly renewalsFailed?: number;
}
