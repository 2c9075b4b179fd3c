import { inOrder, metric } from '../metrics.ts';
import type { Results } from '../results/results.ts';
import { type ChangePoint, changePoints } from '../statistics/change-points.ts';
import type { HistoryEntry } from './history.ts';

/** One measure of one scheme over runs. */
export interface TrendLine {
  readonly scenario: string;
  readonly metric: string;
  readonly scheme: string;
  /** What it is told against, in each run; nothing where it is told as it was measured. */
  readonly reference?: string;
  /** Runs that have it, oldest first. */
  readonly points: readonly { readonly id: string; readonly startedAt: string; readonly value: number }[];
  readonly changes: readonly ChangePoint[];
}

/**
 * Headline measures of runs that may be compared, oldest first. A scheme is told as a multiple of the first one of the same
 * run, since what a machine does to both is in no ratio; the first one as it was measured. Pure.
 */
export function trendLines(runs: readonly HistoryEntry[], schemes: Results['run']['schemes']): TrendLine[] {
  const all = runs.flatMap(({ figures }) => figures);
  const [reference] = schemes;
  return [...new Set(all.map(({ scenario }) => scenario))].flatMap((scenario) =>
    inOrder(all.filter((one) => one.scenario === scenario && metric(one.metric).headline).map((one) => one.metric))
      .flatMap((name) => schemes.map((scheme) => ({ scenario, metric: name, scheme })))
      .flatMap((about): TrendLine[] => {
        const base = about.scheme === reference ? undefined : reference;
        const points = runs.flatMap(({ id, startedAt, figures }) => {
          const of = (scheme: string | undefined) =>
            figures.find((one) => one.scenario === scenario && one.metric === about.metric && one.scheme === scheme)
              ?.value;
          const [own, other] = [of(about.scheme), base === undefined ? 1 : of(base)];
          return own === undefined || !other ? [] : [{ id, startedAt, value: own / other }];
        });
        if (points.length === 0) return [];
        const values = points.map(({ value }) => value);
        const changes = values.every((value) => value > 0) ? changePoints(values) : [];
        return [{ ...about, ...(base !== undefined && { reference: base }), points, changes }];
      }),
  );
}
