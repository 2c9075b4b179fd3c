import type { DemandRow } from '../../capacity/prediction/demand-curve.ts';
import { groupBy } from '../../group-by.ts';
import type { Results } from '../../results/results.ts';
import { median } from '../../statistics/median.ts';
import { list, percent, figure as rounded } from '../../text/wording.ts';
import { type LineCurve, lineCurves } from '../charts/line-curves.ts';
import { seriesOf } from '../charts/series.ts';
import { figure } from '../figure.ts';
import { evidenceOf } from '../link.ts';
import { html, type SafeHtml } from '../markup.ts';
import { scrollable, table } from '../table.ts';

/** One rate of one load of one scheme. */
interface Line {
  readonly scheme: string;
  readonly load: string;
  readonly rows: readonly DemandRow[];
}

/** What a request takes, step by step, from little load to much. */
export function demandTables(results: Results, demand: readonly DemandRow[]): SafeHtml {
  const { schemes } = results.run;
  const groups = groupBy(demand, (row) => JSON.stringify([row.scheme, row.load, row.heldOut, row.place]));
  const lines = [...groups.values()]
    .map((rows): Line => ({ scheme: rows[0].scheme, load: rows[0].load, rows }))
    .sort(
      (a, b) =>
        schemes.indexOf(a.scheme) - schemes.indexOf(b.scheme) || a.load.localeCompare(b.load) || share(a) - share(b),
    );
  return html`<h3>What a request takes, over the rate</h3>
<p class="note">One instance with a core of its own, each load at several shares of what it carries. A server that has much to do takes requests by the batch, and each costs less. Logins are told without their hash, which takes as much in every scheme; a logout is what a login and a logout take beyond logins.</p>
${curvesOf(schemes, lines)}
<details><summary>Every rate as a table</summary><div>${scrollable(
    'What a request takes, table',
    table(
      'Medians over rounds.',
      [
        { head: 'Load', cell: ({ load }: Line) => load.replaceAll('-', ' ') },
        { head: 'Of capacity', figures: true, cell: (line) => percent(share(line)) },
        { head: 'Requests/s', figures: true, cell: (line) => shown(line, (row) => row.ratePerSecond) },
        { head: 'Servers, µs', figures: true, cell: (line) => told(line, (row) => row.cpuServersUs) },
        { head: 'Store, µs', figures: true, cell: (line) => told(line, (row) => row.cpuStoreUs) },
        { head: 'Store commands', figures: true, cell: (line) => told(line, (row) => row.storeCommands) },
        { head: 'Bytes up', figures: true, cell: (line) => told(line, (row) => row.bytesUp) },
        { head: 'Bytes down', figures: true, cell: (line) => told(line, (row) => row.bytesDown) },
        {
          head: 'Median latency, ms',
          figures: true,
          cell: (line) => told(line, ({ latencyP50Us: us }) => us && us / 1_000),
        },
        { head: 'Evidence', cell: ({ rows }) => evidenceOf(results, rows) },
      ],
      lines,
      { group: ({ scheme }) => scheme },
    ),
  )}</div></details>`;
}

/** A picture for each load that all have in common. */
function curvesOf(schemes: readonly string[], lines: readonly Line[]): SafeHtml[] {
  return ['read', 'login'].flatMap((load) => {
    const drawn = schemes.flatMap((scheme): LineCurve[] => {
      const own = lines.filter((line) => line.scheme === scheme && line.load === load);
      const measured = own.flatMap((line) => {
        const value = median(line.rows.flatMap((row) => (row.valid ? row.cpuServersUs : [])));
        return value === undefined ? [] : [[share(line), value] as const];
      });
      return measured.length === 0 ? [] : [{ label: scheme, series: seriesOf(schemes, scheme), measured }];
    });
    if (drawn.length === 0) return [];
    const title = `Server CPU of a ${load}, µs, over the share of what an instance carries`;
    return [
      figure({
        id: `demand-${load}`,
        finding: demandFinding(load, drawn),
        note: `${title}.`,
        picture: lineCurves(`demand-${load}`, title, { across: percent, up: rounded }, drawn),
        words: drawn.map(
          ({ label, measured }) =>
            `${label}: ${list(measured.map(([part, us]) => `${rounded(us)} µs at ${percent(part)}`))}.`,
        ),
        className: 'narrow',
        csv: {
          head: ['scheme', 'share_of_capacity', 'server_cpu_s'],
          rows: drawn.flatMap(({ label, measured }) => measured.map(([part, us]) => [label, part, us / 1e6])),
        },
      }),
    ];
  });
}

/** `A read takes 200 µs of server CPU at 10 % and 150 µs at 90 % of capacity with session; ….` No scheme is held against another. */
export function demandFinding(load: string, drawn: readonly Pick<LineCurve, 'label' | 'measured'>[]): string {
  const told = drawn.map(({ label, measured }) => {
    const ends = measured.length > 1 ? [...measured.slice(0, 1), ...measured.slice(-1)] : measured;
    return `${label} ${ends.map(([part, us]) => `${rounded(us)} µs at ${percent(part)}`).join(', ')}`;
  });
  const more = told.length > mostTold ? `; ${told.length - mostTold} more below` : '';
  return `Server CPU of a ${load}, by share of capacity: ${told.slice(0, mostTold).join('; ')}${more}.`;
}

const mostTold = 4;

function share({ rows }: Line): number {
  return rows[0]?.share ?? 0;
}

function shown({ rows }: Line, of: (row: DemandRow) => number | null): string {
  const value = median(rows.flatMap((row) => of(row) ?? []));
  return value === undefined ? '–' : rounded(value);
}

/** Of what counts; else why nothing does. */
function told({ rows, ...line }: Line, of: (row: DemandRow) => number | null): SafeHtml | string {
  const valid = rows.filter((row) => row.valid);
  if (valid.length > 0) return shown({ ...line, rows: valid }, of);
  return html`<s>${shown({ ...line, rows }, of)}</s>`;
}
