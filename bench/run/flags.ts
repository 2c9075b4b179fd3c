import type { Target } from '../targets/external/description.ts';

/** As the command line gives them. */
export interface RunFlags {
  readonly profile: string;
  readonly schemes?: string;
  readonly suite?: string;
  readonly scenario?: string;
  readonly seed?: string;
  readonly rounds?: string;
  readonly slo?: string;
  readonly node?: string;
  readonly decisionMargin?: string;
  readonly resume?: string;
  readonly out?: string;
  readonly formats?: string;
  readonly store: string;
  readonly allowRemote?: string;
  /** Files, or what such a file says. */
  readonly target?: readonly (string | Target)[];
  readonly iOwn?: readonly string[];
  readonly dryRun?: boolean;
  readonly browser?: string;
  readonly cluster: string;
  readonly balancer: string;
  readonly agents?: string;
  readonly expect?: string;
  readonly reach?: string;
  readonly ui: string;
  readonly live?: boolean;
  readonly failOn: string;
  readonly confirm: string;
  readonly budgets?: string;
  readonly baseline?: string;
}
