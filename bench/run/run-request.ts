import type { Progress } from '../cells/progress.ts';
import type { Everything } from '../plan/catalogue.ts';
import type { AcceptanceCriteria } from '../runs/acceptance-criteria.ts';
import type { RunOptions } from './options.ts';
import type { RunStop } from './stop.ts';

/** What a run is asked for, and who hears of it. */
export interface RunRequest {
  readonly options: RunOptions;
  readonly all: Everything;
  readonly command: string;
  readonly progress: Progress;
  /** Absent where a run is a means: then it is held against nothing, and not remembered. */
  readonly criteria?: AcceptanceCriteria | undefined;
  readonly stop: RunStop;
}
