import type { RunnerParts } from '../cells/run-cell.ts';
import type { ClusterDriver } from '../cluster/cluster.ts';
import type { Generator } from '../generator/generator.ts';

/** What load is run with. */
export interface LoadParts extends RunnerParts {
  /** Absent where this machine makes its load itself. */
  readonly elsewhere?: LoadElsewhere;
}

/** Where load comes from other machines. */
export interface LoadElsewhere {
  /** All of them as one; they are not ended with it. */
  generator(): Promise<Generator>;
  /** Runs servers where they can be reached from there. */
  readonly clusters: ClusterDriver;
}
