import type { Results } from '../../results.ts';
import { rangeBar } from '../charts/range-bar.ts';
import { seriesOf } from '../charts/series.ts';
import { figure, ratio, seconds, share, unitName } from '../figure.ts';
import { type Content, html, type SafeHtml } from '../markup.ts';
import { inOrder, metric } from '../metric.ts';
import type { Section } from '../section.ts';
import { spread } from '../spread.ts';
import { badge, ofComparison } from '../verdict.ts';

/** One line of the matrix: what is compared, and one cell for each scheme. */
interface Line {
  readonly title: string;
  readonly cells: readonly Content[];
}

export const matrix: Section = {
  id: 'matrix',
  title: 'Schemes side by side',
  body(results) {
    const groups = [
      ...results.scenarios
        .filter(({ kind }) => kind === 'load')
        .map(({ id, title }) => ({ title, lines: loadLines(results, id) })),
      { title: 'Security', lines: securityLines(results) },
      { title: 'Scale', lines: scaleLines(results) },
    ].filter(({ lines }) => lines.length > 0);
    if (groups.length === 0)
      return html`<p>There is nothing to set side by side: no cell of this run was measured.</p>`;
    const { schemes } = results.run;
    return html`<table class="stack matrix">
<caption>Median over the valid rounds, with the smallest and largest round; the verdict is on the ratio to the reference.</caption>
<thead><tr><th scope="col">Measure</th>${schemes.map((scheme) => html`<th scope="col">${scheme}</th>`)}</tr></thead>
${groups.map(
  ({
    title,
    lines,
  }) => html`<tbody><tr><th class="group" scope="rowgroup" colspan="${schemes.length + 1}">${title}</th></tr>
${lines.map(
  (
    line,
  ) => html`<tr><th scope="row">${line.title}</th>${line.cells.map((cell, index) => html`<td data-head="${schemes[index]}">${cell}</td>`)}</tr>
`,
)}</tbody>
`,
)}</table>`;
  },
};

function loadLines(results: Results, scenario: string): Line[] {
  const samples = results.samples.filter(
    (sample) => sample.scenario === scenario && (sample.arm === 'main' || sample.arm === 'saturation'),
  );
  const { schemes } = results.run;
  return inOrder(samples.map((sample) => sample.metric))
    .filter((name) => metric(name).headline)
    .map((name) => {
      const spreads = schemes.map((scheme) =>
        spread(samples.filter((sample) => sample.metric === name && sample.scheme === scheme)),
      );
      const largest = Math.max(0, ...spreads.map((value) => value?.high ?? 0));
      const unit = unitName(samples.find((sample) => sample.metric === name)?.unit ?? '');
      return {
        title: `${metric(name).title}${unit === '' ? '' : `, ${unit}`}`,
        cells: schemes.map((scheme, index) => {
          const value = spreads[index];
          if (value === undefined) return '–';
          const comparison = results.comparisons.find(
            (one) => one.kind === 'scheme' && one.scenario === scenario && one.metric === name && one.scheme === scheme,
          );
          const number = html`<span class="value">${figure(value.median)}</span>`;
          return html`${comparison?.verdict === 'invalid' ? html`<s>${number}</s>` : number} ${verdictOf(comparison)}${rangeBar(value, largest, seriesOf(schemes, scheme))}<small>${figure(value.low)} to ${figure(value.high)}</small>`;
        }),
      };
    });
}

function verdictOf(comparison: Results['comparisons'][number] | undefined): SafeHtml | undefined {
  return (
    comparison &&
    html`${badge(ofComparison(comparison))}${comparison.ratio !== null && html` <span class="note">${ratio(comparison.ratio)}×</span>`}`
  );
}

function securityLines({ attacks, run }: Results): Line[] {
  if (attacks.length === 0) return [];
  const judged = (scheme: string) =>
    attacks.filter((attack) => attack.scheme === scheme && attack.outcome !== 'not-applicable');
  return [
    {
      title: 'Attacks that ended as required',
      cells: run.schemes.map((scheme) => {
        const all = judged(scheme);
        const failed = all.filter(({ asExpected }) => asExpected === false).length;
        const undecided = all.filter(({ asExpected }) => asExpected === null).length;
        return html`<span class="value">${all.length - failed - undecided} of ${all.length}</span>${failed > 0 && html` ${badge({ icon: 'cross', word: `${failed} failed`, tone: 'bad', frame: 'filled' })}`}${undecided > 0 && html`<small>${undecided} without a verdict</small>`}`;
      }),
    },
    {
      title: 'Longest use of a stolen credential that the scheme accepts, s',
      cells: run.schemes.map((scheme) => {
        const windows = judged(scheme).flatMap(({ windowMs }) => windowMs ?? []);
        return windows.length === 0 ? 'none seen' : html`<span class="value">${seconds(Math.max(...windows))}</span>`;
      }),
    },
  ];
}

function scaleLines({ scaling, run }: Results): Line[] {
  const undisturbed = scaling.filter(({ event, valid }) => event === 'none' && valid);
  const most = Math.max(0, ...undisturbed.map(({ instances }) => instances));
  if (most < 2) return [];
  return [
    {
      title: `Signed-in requests refused at ${most} instances`,
      cells: run.schemes.map((scheme) => {
        const rows = undisturbed.filter((row) => row.scheme === scheme && row.instances === most);
        if (rows.length === 0) return '–';
        return rows.map(
          ({ mode, refused, requests }) =>
            html`<span class="line"><span class="value">${share(refused, requests)}</span> <span class="note">${modes[mode]}</span></span>`,
        );
      }),
    },
  ];
}

const modes = {
  'own-memory': 'own memory',
  sticky: 'sticky routing',
  shared: 'shared store',
  none: 'no store',
} satisfies Record<Results['scaling'][number]['mode'], string>;
