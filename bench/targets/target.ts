import type { Ceilings } from '../../scenarios/ceilings.ts';
import type { Attack } from '../../scenarios/kinds/attack.ts';
import type { LoadScenario } from '../../scenarios/kinds/load.ts';
import type { Scheme } from '../../servers/scheme.ts';
import type { Settings } from '../../servers/settings.ts';
import type { Weakness } from '../../servers/weakness.ts';
import type { LaunchOptions } from './launch-options.ts';
import type { LiveTarget } from './live-target.ts';
import type { RunContext } from './run-context.ts';

/** The client end of a scheme, which is data. */
export type ClientEnd = Omit<Scheme, 'serve'>;

/**
 * A server under test, up or not: one of ours (own/) or one that its owner described (external/). Whoever deals with it
 * asks it for what they need to know, and never which of the two it is.
 */
export interface Target extends ClientEnd {
  /** Its settings where no run shortens or cheapens any; never a key. What is not known is absent. */
  readonly configured: Partial<Settings>;
  /** Whether a launch is given the settings that it asks for. */
  readonly takesSettings: boolean;
  /** Whether each launch is a fresh server; else there is one for the whole run, and what is done on it is done in turn. */
  readonly isFresh: boolean;
  /** Whether it must keep the contract of the schemes before a number from it counts; else it has passed a check of its own. */
  readonly keepsContract: boolean;
  readonly ceilings: Ceilings;
  /** The target on whose weakened servers an attack shows what it can do; undefined where there is none. */
  controlFor(
    attack: Attack,
    reference: readonly Target[],
    weaknesses: ReadonlyMap<string, Weakness>,
  ): Target | undefined;
  /** Why an attack cannot be made on it in this run; undefined where it can. */
  unmetNeed(attack: Attack, context: Offered): string | undefined;
  /** Why a load cannot be put on it. */
  unmetLoadNeed(scenario: LoadScenario): string | undefined;
  /** Where results about it point to. @param weakness takes away what the result is about */
  source(weakness?: Weakness): SourceLine;
  /** Brings it up, if it is not. Disposing ends what was started for this launch. */
  launch(options: LaunchOptions, context: RunContext): Promise<LiveTarget>;
}

/** What of a run decides on which hooks there are. */
export type Offered = Pick<RunContext, 'mayKillStore' | 'browser' | 'clusters'> & Partial<Pick<RunContext, 'store'>>;

/** A file, and a line in it. */
export interface SourceLine {
  readonly file: string;
  readonly line: number;
}

/** A target, and how it is wanted. */
export interface TargetOptions extends LaunchOptions {
  readonly scheme: Target;
}

/** Whether it may be sent no more than so much: then nobody asks how much it carries. */
export function isBounded({ ceilings }: Pick<Target, 'ceilings'>): boolean {
  return Number.isFinite(ceilings.ratePerSecond);
}
