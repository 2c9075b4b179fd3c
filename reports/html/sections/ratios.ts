import type { Results } from '../../results.ts';
import { forestPlot, type Group } from '../charts/forest-plot.ts';
import { figure, ratio } from '../figure.ts';
import { html } from '../markup.ts';
import { inOrder, metric } from '../metric.ts';
import type { Section } from '../section.ts';
import { scrollable, table } from '../table.ts';
import { badge, ofComparison } from '../verdict.ts';

export const ratios: Section = {
  id: 'ratios',
  title: 'How large the differences are',
  body(results) {
    const { comparisons } = results;
    if (comparisons.length === 0)
      return html`<p>No two schemes were compared: the run has too few rounds for a ratio.</p>`;
    const reference = comparisons[0]?.reference ?? '';
    return html`<figure class="wide">
<figcaption>Ratio to ${reference}, with the interval over rounds. Grey: differences too small to matter. Hollow: the reference against itself, which should lie in the grey.</figcaption>
${scrollable('Ratios to the reference, chart', forestPlot('forest', results.run.schemes, groups(results)))}
</figure>
<details><summary>The ratios as a table, with the reason of each verdict</summary><div>
${scrollable(
  'Ratios to the reference, table',
  table(
    `Ratio to ${reference} with its interval.`,
    [
      { head: 'Scheme', cell: ({ scheme, kind }) => (kind === 'scheme' ? scheme : `${scheme} (${kind})`) },
      { head: 'Scenario', cell: ({ scenario }) => scenario },
      { head: 'Metric', cell: (row) => metric(row.metric).title },
      {
        head: 'Ratio',
        figures: true,
        cell: (row) => (row.verdict === 'invalid' ? html`<s>${ratio(row.ratio)}</s>` : ratio(row.ratio)),
      },
      {
        head: 'Interval',
        figures: true,
        cell: ({ ciLow, ciHigh, ciLevel }) =>
          ciLow === null ? '–' : html`${ratio(ciLow)} to ${ratio(ciHigh)}<small>${figure(100 * ciLevel)} %</small>`,
      },
      { head: 'Margin', figures: true, cell: ({ margin }) => `±${figure(100 * margin)} %` },
      { head: 'Rounds', figures: true, cell: ({ rounds }) => rounds },
      { head: 'Verdict', cell: (row) => html`${badge(ofComparison(row))}<small>${row.because}</small>` },
    ],
    comparisons,
  ),
)}</div></details>`;
  },
};

/** Inside a sentence only the first letter changes: CPU stays CPU. */
function inSentence(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1);
}

function groups({ comparisons, scenarios }: Results): Group[] {
  const ids = [...new Set(comparisons.map(({ scenario }) => scenario))];
  return ids.flatMap((id) => {
    const here = comparisons.filter(({ scenario }) => scenario === id);
    const title = scenarios.find((scenario) => scenario.id === id)?.title ?? id;
    return inOrder(here.map((comparison) => comparison.metric)).map((name) => ({
      title: `${title}: ${inSentence(metric(name).title)} (${metric(name).betterWhen} is better)`,
      comparisons: here.filter((comparison) => comparison.metric === name),
    }));
  });
}
