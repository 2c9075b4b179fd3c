import type { Step, StepName, Traits } from '../../servers/scheme.ts';
import type { Settings } from '../../servers/settings.ts';
import type { Credential, Reply, User } from '../exchange.ts';
import type { StageTarget } from '../stage.ts';
import type { ScenarioDescription } from './scenario.ts';

/** A simulated user with its own credential. The executor owns it; a scenario may keep what it needs between iterations. */
export interface VirtualUser {
  readonly user: User;
  credential: Credential;
  /** Since when it has that, in ms since 1970, where it matters when that ends. */
  sinceMs?: number;
  /** Who signed in for it and holds its credential, where that is not here. */
  readonly held?: Held;
  /** How many steps of its scenario's cycle it has gone through, with those that it began after. */
  turn?: number;
}

/** A user whose credential is somewhere else, where it was handed out. */
export interface Held {
  /** The name that it goes by there; a new one is signed in before its first request. */
  readonly as: string;
  /** Of those who held credentials at the time; when one of them is lost, so are theirs. */
  readonly by: number;
  /** What whoever signs in has to know of the target. */
  readonly target: Pick<StageTarget, 'scheme' | 'traits' | 'lifetimes'>;
}

export interface LoadScenario extends ScenarioDescription {
  readonly kind: 'load';
  /** Whether virtual users are signed in before the first arrival. */
  readonly signedIn: boolean;
  /** Whether it is also driven to saturation, for its capacity. */
  readonly saturate: boolean;
  /** One iteration is one request of this step, where there is no cycle. */
  readonly step: StepName;
  /** What each user does one after the other, over and over, in a mix of steps. */
  readonly cycle?: Cycle;
  /** How arrivals change over each stretch of load, as shares of the offered rate with 1 as their mean; not at all where absent. */
  readonly ramp?: { readonly from: number; readonly to: number };
  /** Most iterations that one virtual user may have under way; 1 where each builds on the last answer. */
  readonly perUser: number;
  /**
   * What is wrong with the answer, or undefined: a fast refusal must never count as work.
   * @param step what the protocol says of a right one
   * @param name which step it was, in a mix
   */
  check(
    reply: Reply,
    user: VirtualUser,
    step: Pick<Step, 'ok' | 'subject' | 'rotates'>,
    name: StepName,
  ): string | undefined;
}

export interface Cycle {
  /** Whether all users begin at its first step when measuring begins; else they are spread over it evenly, as people are over a day. */
  readonly together: boolean;
  steps(traits: Traits, lifetimes: Pick<Settings, 'accessMs'>): readonly StepName[];
}
