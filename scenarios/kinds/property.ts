import type { Declared } from '../declared.ts';
import type { Facts } from '../exchange.ts';
import type { Stage, StageTarget } from '../stage.ts';
import type { Attack } from './attack.ts';
import type { Needs } from './scenario.ts';

/** Something that a target does or does not do, found out by asking it. It is reported, not won or lost. */
export interface Property<F extends Facts = Facts, V extends Value = Value> {
  readonly kind: 'property';
  /** The file's name. */
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly needs?: Pick<Needs, 'steps'>;
  /** True, why there is nothing to find out, or why nobody tries to. */
  appliesTo(
    target: Pick<StageTarget, 'traits' | 'protocol' | 'lifetimes'>,
  ): true | string | { readonly notRun: string };
  probe(stage: Stage): Promise<F>;
  /** Pure. */
  read(facts: F): Finding<V>;
  /** What the owner says of it, in the words of `shown`; undefined where they say nothing. */
  declared?(by: Declared): string | undefined;
  /**
   * Whether what was found is what was declared, the same word where absent. Undefined where that would be seen only
   * later than was watched.
   */
  keeps?(found: Finding<V>, by: Declared): boolean | undefined;
}

/** What a program reads; a text is one word of few. */
export type Value = string | readonly string[] | Readonly<Record<string, unknown>>;

export interface Finding<V extends Value = Value> {
  /** Undefined where the probe could not decide. */
  readonly value: V | undefined;
  /** The value in few words that stay the same from run to run; absent where it is a text. */
  readonly shown?: string;
  /** One sentence with what decided it. */
  readonly because: string;
  /** What a standard asks, where one does. */
  readonly level?: Level;
  /** What scenarios are chosen by, where it tells of it. */
  readonly learnt?: Learnt;
}

export interface Learnt {
  /** Of the signature of an access token. */
  readonly algorithm?: string;
  /** Whether a logout ends a copy of what the client held. */
  readonly endsAtLogout?: boolean;
  /** Whether it does so in the next moment, or never: neither is to be waited for. */
  readonly lagsAtLogout?: boolean;
}

export interface Level {
  readonly meets: boolean;
  readonly severity: Attack['severity'];
  /** What would have to change, in one sentence; empty where it is met. */
  readonly fix: string;
  readonly references: readonly string[];
}
