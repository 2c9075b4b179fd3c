import type { Step, StepName } from '../servers/scheme.ts';
import type { Described } from './scenario.ts';
import type { Credential, Reply, User } from './stage.ts';

/** A simulated user with its own credential. The executor owns it; a scenario may keep what it needs between iterations. */
export interface VirtualUser {
  readonly user: User;
  credential: Credential;
}

export interface LoadScenario extends Described {
  readonly kind: 'load';
  /** Whether virtual users are signed in before the first arrival. */
  readonly signedIn: boolean;
  /** Whether it is also driven to saturation, for its capacity. */
  readonly saturate: boolean;
  /** One iteration is one request of this step. */
  readonly step: StepName;
  /** Most iterations that one virtual user may have under way; 1 where each builds on the last answer. */
  readonly perUser: number;
  /**
   * What is wrong with the answer, or undefined: a fast refusal must never count as work.
   * @param step what the protocol says of a right one
   */
  check(reply: Reply, user: VirtualUser, step: Pick<Step, 'ok' | 'subject'>): string | undefined;
}
