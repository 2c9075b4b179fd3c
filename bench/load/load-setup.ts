import type { Generator } from '../generator/generator.ts';
import type { Profile } from '../plan/profiles.ts';
import type { RunContext } from '../targets/run-context.ts';
import type { Slot } from './interleave.ts';

/** The slot of a cell in a round whose arms are all up at once. Whoever gave the slot ends it. */
export interface ArmSlot extends Pick<Slot, 'next'> {
  /** Called when it is up, and only waits for its turn. */
  ready(): void;
}

/** What an arm is loaded with. */
export interface LoadSetup {
  readonly extent: Profile['load'];
  readonly generator: Generator;
  readonly context: RunContext;
  readonly slot: ArmSlot;
}
