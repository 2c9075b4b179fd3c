import type { Facts } from '../exchange.ts';
import type { Bound } from '../kit/windows/bound.ts';
import type { Stage } from '../stage.ts';
import type { Needs, ScenarioDescription } from './scenario.ts';

/** What a sign-in goes through between login and end, and what it leaves behind: measured, not attacked. */
export interface LifecycleScenario extends ScenarioDescription {
  readonly kind: 'lifecycle';
  readonly needs?: Needs;
  /** What the copied comparison table says nothing of: no claim rests on it. */
  readonly beyondTable?: true;
  run(stage: Stage): Promise<LifecycleFacts>;
}

export interface LifecycleFacts {
  /** Become samples of the scenario, one each. Names are dotted and end in nothing that the unit says. */
  readonly measures: Readonly<
    Record<
      string,
      {
        readonly value: number;
        readonly unit: 'us' | 'ms' | 's' | 'bytes' | 'count' | 'ratio';
        /** What decides it, where that is a lifetime that the scenario shortens. */
        readonly bound?: Bound;
      }
    >
  >;
  readonly facts: Facts;
}
