import type { StepName, Traits } from '../../servers/scheme.ts';
import type { Settings } from '../../servers/settings.ts';
import type { Hooks } from '../hooks/hooks.ts';

/** What every kind of scenario says of itself. It acts on a target that is up, by HTTP, through its stage, and leaves evidence. */
export interface ScenarioDescription {
  /** The file's name. */
  readonly id: string;
  readonly title: string;
  /** The question of an architect that this answers, in one sentence. */
  readonly question: string;
  /** True, or why the scheme has no such surface. */
  appliesTo(traits: Traits): true | string;
}

/**
 * alone: disturbs whoever else is there; lockout: counts failed logins; oversize: sends what fills memory; cpu: costs the
 * server far more than the sender; many-logins: makes sessions by the hundred; writes: changes data.
 */
export type OptIn = 'alone' | 'lockout' | 'oversize' | 'cpu' | 'many-logins' | 'writes';

export interface Needs {
  readonly hooks?: readonly (keyof Hooks)[];
  /** Further hooks that it needs of a server of ours; of one that is not, it is content with less. */
  readonly hooksOfOurs?: readonly (keyof Hooks)[];
  /** Steps beyond login and me: an external target may lack them. Of a list, one is enough. */
  readonly steps?: readonly (StepName | readonly StepName[])[];
  /**
   * It asks for what only our own servers have, by its path, or for more accounts than an owner names; where something else
   * tells the same of other servers, what that is.
   */
  readonly ourRoutes?: true | string;
  /** Why an external target is spared it unless its description says that it may be done. */
  readonly optIn?: OptIn;
  /** 1 where absent. Attacks that ask for the same server share one. */
  readonly instances?: number;
  /** It is about what instances know of each other: there is nothing to it on a target that is one. */
  readonly severalInstances?: true;
  readonly settings?: Partial<Settings>;
  /** On an external target, which algorithms do as well as the one in `settings`; none where absent. */
  readonly otherAlgorithms?: 'of the same kind of key' | 'any';
  /** With the limits on failed logins that the server ships with, where other attacks have none in their way. */
  readonly asShipped?: true;
  /** What it waits for beside lifetimes, in ms, at most: those that wait longest begin first. */
  readonly waitMs?: number;
  /** Accounts of its own, 6 where absent; the third is the bystander of the baselines. */
  readonly users?: number;
  /** What it must not share: a server, for what is done to its store; the process that runs it; the cores of the machine. */
  readonly alone?: 'server' | 'process' | 'machine';
}
