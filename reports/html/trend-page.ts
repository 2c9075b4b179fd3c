import type { HistoryEntry } from '../comparison/history.ts';
import type { TrendLine } from '../comparison/trend-lines.ts';
import { changedText, dayOf, lineTitle, shown } from '../comparison/trend-text.ts';
import { metric } from '../metrics.ts';
import { fewestRuns } from '../statistics/change-points.ts';
import { lowerMedian } from '../statistics/median.ts';
import { capitalised, counted, list } from '../text/wording.ts';
import { type LineCurve, lineCurves, type Place } from './charts/line-curves.ts';
import { seriesOf } from './charts/series.ts';
import { wholeDocument } from './document.ts';
import { figure } from './figure.ts';
import { html, type SafeHtml } from './markup.ts';
import { styles } from './styles.ts';
import { scrollable, table } from './table.ts';
import { themeScript } from './theme.ts';

/** Runs that may be compared, one after the other, on one page that asks for nothing. */
export function trendPage(runs: readonly HistoryEntry[], lines: readonly TrendLine[]): string {
  const changed = lines.filter(({ changes }) => changes.length > 0);
  const title = `${counted(runs.length, 'run')}, ${changed.length === 0 ? 'no' : changed.length} ${changed.length === 1 ? 'change' : 'changes'} of level`;
  const groups = [...new Set(lines.map(groupOf))];
  const schemes = [...new Set(lines.map(({ scheme }) => scheme))];
  const body = html`<div class="frame">
<header><div class="title"><h1>${title}</h1><button type="button" id="theme" hidden>Theme</button></div></header>
<main>
<section aria-labelledby="changes"><h2 id="changes">What came to another level</h2>
${
  changed.length > 0
    ? html`<ul>${changed.map((line) => html`<li>${changedText(line, runs)}</li>`)}</ul>`
    : html`<p>${runs.length < fewestRuns ? `From ${fewestRuns} runs on it is told where a level changed.` : 'Nothing that is drawn below.'}</p>`
}
</section>
${groups.map((group, place) =>
  groupView(
    `trend-${place}`,
    runs,
    schemes,
    lines.filter((line) => groupOf(line) === group),
  ),
)}
<section aria-labelledby="runs"><h2 id="runs">Runs</h2>
${scrollable(
  'Runs',
  table(
    'Oldest first.',
    [
      { head: 'Run', cell: ({ id }: HistoryEntry) => id },
      { head: 'Day', cell: ({ startedAt }) => dayOf(startedAt) },
      { head: 'Commit', cell: ({ commit }) => commit?.slice(0, 10) ?? '–' },
      { head: 'Attacks not as required', figures: true, cell: ({ failed }) => failed },
      { head: 'Claims confirmed', figures: true, cell: ({ confirmed }) => confirmed },
    ],
    runs,
  ),
)}
</section>
</main>
</div>
`;
  return wholeDocument({
    title: `Trend of ${counted(runs.length, 'run')}`,
    style: styles(),
    scripts: [themeScript],
    body,
  });
}

function groupOf({ metric, scenario, reference }: TrendLine): string {
  return JSON.stringify([metric, scenario, reference]);
}

/** Curves of one scale: a measure of one scheme, or of the others as multiples of that one. Dashed: levels. */
function groupView(
  id: string,
  runs: readonly HistoryEntry[],
  schemes: readonly string[],
  lines: readonly TrendLine[],
): SafeHtml {
  const [first] = lines;
  if (!first) return html``;
  const title =
    first.reference === undefined
      ? lineTitle(first)
      : `${metric(first.metric).title} against ${first.reference} (${first.scenario})`;
  const curves = lines.map(({ scheme, points, changes }): LineCurve => {
    const measured = points.map(({ id: of, value }) => [1 + runs.findIndex(({ id }) => id === of), value] as const);
    const theory =
      changes.length === 0
        ? []
        : levelsOf(
            measured,
            changes.map(({ index }) => index),
          );
    return { label: scheme, series: seriesOf(schemes, scheme), measured, theory };
  });
  const axes = { across: String, up: (value: number) => shown(value, first) };
  const changed = lines.filter(({ changes }) => changes.length > 0);
  return html`<section aria-labelledby="${id}-head"><h2 id="${id}-head">${title}</h2>
${figure({
  id,
  finding: levelFinding(lines),
  note: `Over runs, the oldest at the left${changed.length > 0 ? '; dashed: levels' : ''}.`,
  picture: lineCurves(id, title, axes, curves),
  words: [
    ...changed.map((line) => changedText(line, runs)),
    ...lines.map((line) => `${line.scheme}: ${list(line.points.map(({ value }) => shown(value, line)))}.`),
  ],
  className: 'narrow',
  csv: {
    head: ['run', ...lines.map(({ scheme }) => scheme)],
    rows: runs.map((run) => [run.id, ...lines.map(({ points }) => points.find(({ id }) => id === run.id)?.value)]),
  },
})}</section>
`;
}

/** Nothing is said of what was measured too seldom to be told, or came to nothing once. */
function levelFinding(lines: readonly TrendLine[]): string {
  const isTold = ({ points }: TrendLine) => points.length >= fewestRuns && points.every(({ value }) => value > 0);
  const names = (some: readonly TrendLine[]) => list(some.map(({ scheme }) => scheme));
  const changed = lines.filter(({ changes }) => changes.length > 0);
  const same = lines.filter((line) => isTold(line) && line.changes.length === 0);
  const open = lines.filter((line) => !isTold(line) && line.changes.length === 0);
  const parts = [
    changed.length > 0 && `another level of ${names(changed)}`,
    same.length > 0 && `no change of level of ${names(same)}`,
    open.length > 0 && `too few runs to tell a change of ${names(open)}`,
  ].filter((part) => part !== false);
  return `${capitalised(parts.join('; '))}.`;
}

function levelsOf(measured: readonly Place[], changes: readonly number[]): Place[] {
  const borders = [0, ...changes, measured.length];
  return borders.slice(1).flatMap((end, i) => {
    const own = measured.slice(borders[i], end);
    const level = lowerMedian(own.map(([, value]) => value));
    return [own[0], own.at(-1)].flatMap((place) => (place ? [[place[0], level] as const] : []));
  });
}
