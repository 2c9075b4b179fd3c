import type { RunnerParts } from '../cells/run-cell.ts';
import type { ClusterDriver } from '../cluster/cluster.ts';
import type { Generator } from '../generator/generator.ts';

/** What load is run with. */
export interface LoadParts extends RunnerParts {
  /** Absent where this machine makes its load itself, on servers of its own. */
  readonly elsewhere?: LoadElsewhere;
}

/** Where other machines take part in load. */
export interface LoadElsewhere {
  /** All that make it as one; they are not ended with it. Absent where this machine makes it. */
  generator?(): Promise<Generator>;
  /** Runs servers where they can be reached from there, or there. */
  readonly clusters: ClusterDriver;
}
