import { metric } from '../metrics.ts';
import { fewestRuns } from '../statistics/change-points.ts';
import { counted, figure, times } from '../text/wording.ts';
import { wrap } from '../text/wrap.ts';
import type { HistoryEntry } from './history.ts';
import type { TrendLine } from './trend-lines.ts';

/** What runs that may be compared came to, one after the other, for a terminal of 80 columns. */
export function trendText(runs: readonly HistoryEntry[], lines: readonly TrendLine[]): string {
  const [first, last] = [runs[0], runs.at(-1)];
  const told = lines.filter(({ changes }) => changes.length > 0);
  const quiet = lines.length - told.length;
  return `${[
    ...wrap(`${counted(runs.length, 'comparable run')}, ${dayOf(first?.startedAt)} to ${dayOf(last?.startedAt)}`, ''),
    '',
    ...told.flatMap((line) => wrap(changedText(line, runs), '- ')),
    ...wrap(restText(quiet, runs.length), ''),
    ...wrap(`Attacks that did not end as required: ${runs.map(({ failed }) => failed).join(', ')}`, ''),
  ].join('\n')}\n`;
}

/** Which measure came to another level, from which run on. */
export function changedText({ points, changes, ...line }: TrendLine, runs: readonly HistoryEntry[]): string {
  const steps = changes.map(({ index, ratio }) => {
    const { id = '', startedAt = '' } = points[index] ?? {};
    const commit = runs.find((run) => run.id === id)?.commit;
    return `${times(ratio)} times what it was from ${id} on (${dayOf(startedAt)}${commit ? `, commit ${commit.slice(0, 10)}` : ''})`;
  });
  return `${lineTitle(line)}: ${steps.join('; ')}; now ${shown(points.at(-1)?.value ?? Number.NaN, line)}.`;
}

export function lineTitle({
  metric: name,
  scheme,
  reference,
  scenario,
}: Omit<TrendLine, 'points' | 'changes'>): string {
  return `${metric(name).title} of ${scheme}${reference === undefined ? '' : ` against ${reference}`} (${scenario})`;
}

export function shown(value: number, { reference }: Pick<TrendLine, 'reference'>): string {
  return reference === undefined ? figure(value) : times(value);
}

/** `2026-11-29`. */
export function dayOf(startedAt = ''): string {
  return startedAt.slice(0, 10);
}

function restText(quiet: number, runs: number): string {
  return runs < fewestRuns
    ? `From ${counted(fewestRuns, 'run')} on it is told where a level changed.`
    : `${counted(quiet, 'measure')} kept the level that ${quiet === 1 ? 'it' : 'they'} had.`;
}
