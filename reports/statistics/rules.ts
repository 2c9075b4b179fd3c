/** What one verdict is judged by. */
export interface Rules {
  /** False where the profile is too short for verdicts by design. */
  readonly verdicts: boolean;
  /** Whether less of the metric is better for the user. */
  readonly better: 'lower' | 'higher';
  /** The smallest relative difference of interest, 0.05 for 5 %. */
  readonly margin: number;
  /** Which look at the verdicts this is, counted from 1. */
  readonly look: number;
  /** The run that more rounds can be added to. */
  readonly run: string;
}
