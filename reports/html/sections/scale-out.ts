import { curveLabel, sharesText } from '../../capacity/growth-text.ts';
import { type Limit, leastOf, type ScaleOutRow } from '../../capacity/prediction/bounds.ts';
import { curvesOf } from '../../capacity/prediction/predict-scale-out.ts';
import { limitNames } from '../../capacity/prediction/prediction-text.ts';
import { theoryAt } from '../../capacity/prediction/theory.ts';
import type { Results } from '../../results/results.ts';
import { median } from '../../statistics/median.ts';
import { command } from '../../text/installation.ts';
import { list, listOf, percent, figure as rounded } from '../../text/wording.ts';
import { type LineCurve, lineCurves } from '../charts/line-curves.ts';
import { seriesOf } from '../charts/series.ts';
import { commandCode } from '../command-code.ts';
import { figure } from '../figure.ts';
import { evidenceOf } from '../link.ts';
import { html, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';
import { scrollable, table } from '../table.ts';
import { demandTables } from './demand.ts';
import { predictionTable } from './predictions.ts';

export const scaleOutSection: Section = {
  id: 'scale-out',
  title: 'How far it scales',
  absent: ({ scaleOut = [], demand = [], predictions = [], cells }) =>
    scaleOut.length + demand.length + predictions.length === 0 && !cells.some(isRefused)
      ? html`Neither throughput over instances nor demand over the rate was measured: ${commandCode(command('--scenario scale-out,demand'))}.`
      : undefined,
  body(results) {
    const { scaleOut = [], demand = [], cells } = results;
    const refused = cells.find(isRefused);
    const parts = [
      refused && html`<p>More and more instances were not tried: ${refused.because}.</p>`,
      scaleOut.length > 0 && curves(results, scaleOut),
      demand.length > 0 && demandTables(results, demand),
      predictionTable(results),
    ];
    return html`${parts.map((part) => part || undefined)}`;
  },
};

function isRefused({ kind, state }: Results['cells'][number]): boolean {
  return kind === 'scale-out' && state === 'not-run';
}

/** One number of instances of one curve. */
interface Line {
  readonly label: string;
  readonly instances: number;
  readonly rows: readonly ScaleOutRow[];
  readonly theory: { readonly perSecond: number; readonly limit: Limit } | undefined;
}

function curves(results: Results, scaleOut: readonly ScaleOutRow[]): SafeHtml {
  const { schemes } = results.run;
  const rank = ([row]: readonly ScaleOutRow[]) => schemes.indexOf(row?.scheme ?? '');
  const all = curvesOf(scaleOut).toSorted((a, b) => rank(a) - rank(b));
  const lines = all.flatMap(linesOf);
  const labels = [...new Set(all.map(curveLabel))];
  const drawn = all.flatMap((curve): LineCurve[] => {
    const own = lines.filter(({ label }) => label === curveLabel(curve));
    const measured = own.flatMap(({ instances, rows }) => {
      const perSecond = middle(rows, (row) => row.perSecond);
      return perSecond === undefined ? [] : [[instances, perSecond] as const];
    });
    if (measured.length === 0) return [];
    return [
      {
        label: curveLabel(curve),
        // what is no scheme of its own comes after all of them, so that each looks as in every other picture
        series: seriesOf(
          [...results.run.schemes, ...labels.filter((one) => !results.run.schemes.includes(one))],
          curveLabel(curve),
        ),
        measured,
        theory: own.flatMap(({ instances, theory }) => (theory ? [[instances, theory.perSecond] as const] : [])),
        predicted: (results.predictions ?? []).flatMap(({ scheme, point: { mode, instances }, predicted }) =>
          scheme === curve[0]?.scheme && mode === curve[0]?.mode && instances !== undefined
            ? [[instances, predicted] as const]
            : [],
        ),
      },
    ];
  });
  const [row] = scaleOut;
  return html`<p class="lead">Reads of signed-in users, as many as are answered. ${sharesText(scaleOut)} Sticky: each instance remembers its own users, who always come back to it. Latency under a quota says nothing, and is not shown.</p>
${drawn.length > 0 && curveFigure(drawn)}
${scrollable(
  'Throughput over instances, table',
  table(
    `Medians over rounds. Limit: who used all that it may. What was measured is held against ${row?.heldBy === null ? 'one instance' : 'one instance under the same quota'}.`,
    [
      { head: 'Instances', figures: true, cell: ({ instances }: Line) => instances },
      { head: 'Requests/s', figures: true, cell: ({ rows }) => shown(rows, (one) => one.perSecond) },
      { head: 'Theory', figures: true, cell: ({ theory }) => (theory ? rounded(theory.perSecond) : '–') },
      { head: 'Of theory', figures: true, cell: ofTheory },
      { head: 'Limit', cell: limitOf },
      { head: 'In theory', cell: ({ theory }) => (theory ? limitNames[theory.limit] : '–') },
      { head: 'Servers, µs', figures: true, cell: ({ rows }) => shown(rows, ({ cpu }) => cpu.servers) },
      { head: 'Store, µs', figures: true, cell: ({ rows }) => shown(rows, ({ cpu }) => cpu.store) },
      { head: 'Generator, µs', figures: true, cell: ({ rows }) => shown(rows, ({ cpu }) => cpu.generator) },
      { head: 'Evidence', cell: ({ rows }) => evidenceOf(results, rows) },
    ],
    lines,
    { group: ({ label }) => label },
  ),
)}`;
}

function curveFigure(drawn: readonly LineCurve[]): SafeHtml {
  const title = 'Requests per second, over instances';
  const at = (places: LineCurve['measured']) => places.map(([count, perSecond]) => `${rounded(perSecond)} at ${count}`);
  return figure({
    id: 'scale-curve',
    finding: growthFinding(drawn),
    note: `${title}. Dashed: as many times what one instance carries, until the store or the load generator is at its end. Hollow: predicted from the other numbers before it was measured.`,
    picture: lineCurves('scale-curve', title, { across: String, up: rounded }, drawn),
    words: drawn.map(({ label, measured, theory = [], predicted = [] }) =>
      [
        `${label}, requests/s: ${list(at(measured))}`,
        ...(theory.length > 0 ? [`theory ${list(at(theory))}`] : []),
        ...(predicted.length > 0 ? [`predicted ${list(at(predicted))}`] : []),
      ].join('; '),
    ),
    className: 'narrow',
    csv: {
      head: ['curve', 'what', 'instances', 'requests_per_s'],
      rows: drawn.flatMap(({ label, measured, theory = [], predicted = [] }) =>
        Object.entries({ measured, theory, predicted }).flatMap(([what, places]) =>
          places.map(([count, perSecond]) => [label, what, count, perSecond]),
        ),
      ),
    },
  });
}

/** `From 1 to 8 instances, requests/s become 5 times as many with session and 7.9 times with jwt.` Of the longest curves. */
export function growthFinding(drawn: readonly Pick<LineCurve, 'label' | 'measured'>[]): string {
  const grown = drawn.flatMap(({ label, measured }) => {
    const [first, last] = [measured[0], measured.at(-1)];
    if (first === undefined || last === undefined || last[0] === first[0] || first[1] === 0) return [];
    return [{ label, from: first[0], to: last[0], by: last[1] / first[1] }];
  });
  const [longest] = grown.toSorted((a, b) => b.to / b.from - a.to / a.from);
  if (longest === undefined) return 'No curve has two numbers of instances that count.';
  const [one = '', ...others] = grown
    .filter(({ from, to }) => from === longest.from && to === longest.to)
    .map(
      ({ label, by }, index) =>
        `${rounded(by)} times${index === 0 ? ' as many' : ''} with ${label.replace(/, (.*)$/, ' ($1)')}`,
    );
  return `From ${longest.from} to ${longest.to} instances, requests/s become ${listOf(4, [one, ...others])}.`;
}

function linesOf(curve: readonly ScaleOutRow[]): Line[] {
  const counts = [...new Set(curve.map(({ instances }) => instances))].sort((a, b) => a - b);
  return counts.map((instances) => {
    const bounds = theoryAt(curve, instances);
    return {
      label: curveLabel(curve),
      instances,
      rows: curve.filter((row) => row.instances === instances),
      theory: bounds && leastOf(bounds),
    };
  });
}

function middle(rows: readonly ScaleOutRow[], of: (row: ScaleOutRow) => number | undefined): number | undefined {
  return median(rows.filter(({ valid }) => valid).flatMap((row) => of(row) ?? []));
}

function shown(rows: readonly ScaleOutRow[], of: (row: ScaleOutRow) => number | undefined): string {
  const value = middle(rows, of);
  return value === undefined ? '–' : rounded(value);
}

function ofTheory({ rows, theory }: Line): string {
  const value = middle(rows, ({ perSecond }) => perSecond);
  return value === undefined || theory === undefined ? '–' : percent(value / theory.perSecond);
}

function limitOf({ rows }: Line): SafeHtml | string {
  const valid = rows.filter((row) => row.valid);
  if (valid.length === 0) return html`not counted<small>${rows[0]?.invalidReason}</small>`;
  return [...new Set(valid.map(({ limit }) => limitNames[limit]))].join(', ');
}
