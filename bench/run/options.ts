import type { Results } from '../../reports/results/results.ts';
import type { AgentsOption } from '../agents/open-agents.ts';
import type { Ui } from '../cells/progress.ts';
import type { BalancerOption, ClusterOption } from '../cluster/deployment.ts';
import type { NodeRuntime } from '../machine/node-runtime.ts';
import type { Suite } from '../plan/plan.ts';
import type { Profile } from '../plan/profiles.ts';
import type { ExternalTarget } from '../targets/external/external-target.ts';

/** What a run is asked to do, checked. */
export interface RunOptions {
  readonly profile: Profile;
  readonly schemes: readonly string[];
  readonly suites: readonly Suite[];
  readonly scenarios: readonly string[];
  readonly seed: number;
  /** The run that is gone on with. */
  readonly resume?: Results;
  readonly out: string | undefined;
  readonly formats: readonly string[];
  readonly store: string;
  readonly allowRemote: string | undefined;
  /** Who makes the load; this machine where absent. */
  readonly agents?: AgentsOption;
  /** External targets. */
  readonly targets: readonly ExternalTarget[];
  /** What servers are run on beside the Node.js that runs now. */
  readonly runtimes: readonly NodeRuntime[];
  /** Path of a Chromium; the machine's own where absent. */
  readonly browser: string | undefined;
  readonly cluster: ClusterOption;
  readonly balancer: BalancerOption;
  readonly ui: Ui | 'auto';
  readonly failOn: readonly Gate[];
  /** By which the run is read; of the run that is gone on with, or the default, where absent. */
  readonly decisionMargin?: number;
  /** How often a breach is measured again before it fails the run. */
  readonly confirm: number;
  /** What the run keeps, so that it can be gone on with. */
  readonly asked: Results['run']['options'];
}

export const gates = ['security', 'budget', 'regression', 'inconclusive', 'none'] as const;
export type Gate = (typeof gates)[number];
