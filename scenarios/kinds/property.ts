import type { Declared } from '../declared.ts';
import type { Facts } from '../exchange.ts';
import type { Stage, StageTarget } from '../stage.ts';
import type { Attack } from './attack.ts';
import type { Needs } from './scenario.ts';

/** Something that a target does or does not do, found out by asking it. It is reported, not won or lost. */
export interface Property<F extends Facts = Facts> {
  readonly kind: 'property';
  /** The file's name. */
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly needs?: Pick<Needs, 'steps'>;
  /** True, or why there is nothing to find out. */
  appliesTo(target: Pick<StageTarget, 'traits' | 'protocol' | 'lifetimes'>): true | string;
  probe(stage: Stage): Promise<F>;
  /** Pure. */
  read(facts: F): Finding;
  /** What the owner says of it, in the words of `value`; undefined where he says nothing. */
  declared?(by: Declared): string | undefined;
  /**
   * Whether what was found is what was declared, the same word where absent. Undefined where that would be seen only
   * later than was watched.
   */
  keeps?(found: Finding, by: Declared): boolean | undefined;
}

export interface Finding {
  /** In few words that stay the same from run to run; undefined where the probe could not decide. */
  readonly value: string | undefined;
  /** One sentence with what decided it. */
  readonly because: string;
  /** What a standard asks, where one does. */
  readonly level?: Level;
}

export interface Level {
  readonly meets: boolean;
  readonly severity: Attack['severity'];
  /** What would have to change, in one sentence; empty where it is met. */
  readonly fix: string;
  readonly references: readonly string[];
}
