import { cheapened } from '../../analysis/cheapened.ts';
import { decisionText, isDecided } from '../../analysis/decision.ts';
import { inOrder, metric } from '../../metrics.ts';
import type { Results } from '../../results/results.ts';
import { mainScenario } from '../../statistics/main-scenario.ts';
import { exact, inSentence, percent, sentence, times } from '../../text/wording.ts';
import { type ForestGroup, forestPlot, isDrawn, nameOf, noiseAmong, wording } from '../charts/forest-plot.ts';
import { figure } from '../figure.ts';
import { folded } from '../folded.ts';
import { html, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';
import { scrollable, table } from '../table.ts';
import { badge, ofComparison } from '../verdict.ts';

type Comparison = Results['comparisons'][number];

export const ratiosSection: Section = {
  id: 'ratios',
  title: 'How large the differences are',
  finding(results) {
    const pairs = results.comparisons.filter(({ kind }) => kind === 'scheme');
    const decided = pairs.filter((one) => isDecided(one, results)).length;
    return pairs.length === 0 ? undefined : `${decided} of ${pairs.length} comparisons between schemes are decided`;
  },
  body(results) {
    const all = results.comparisons.filter(({ kind }) => kind !== 'sensitivity');
    const comparisons = all.filter((one) => isShown(one, results));
    if (comparisons.length === 0)
      return html`<p>No two schemes were compared: the run has too few rounds for a ratio.</p>`;
    return html`${drawing(results)}${comparisons.length < all.length && html`<p class="note">Shown are pairs with ${results.run.schemes[0]} under the main load; verdicts.csv has all ${exact(all.length)}.</p>`}
<details><summary>The ratios as a table, with the reason of each verdict</summary><div>
${scrollable(
  'Ratios, table',
  table(
    'Every ratio with its interval; also against the same route without authentication.',
    [
      {
        head: 'Scheme',
        cell: ({ scheme, reference, kind }) => (kind === 'a-a' ? `${scheme} to itself` : `${scheme} to ${reference}`),
      },
      { head: 'Scenario', cell: ({ scenario }) => scenario },
      { head: 'Metric', cell: (row) => metric(row.metric).title },
      {
        head: 'Ratio',
        figures: true,
        cell: (row) => (row.verdict === 'invalid' ? html`<s>${times(row.ratio)}</s>` : times(row.ratio)),
      },
      {
        head: 'Interval',
        figures: true,
        cell: ({ ciLow, ciHigh, ciLevel }) =>
          ciLow === null ? '–' : html`${times(ciLow)} to ${times(ciHigh)}<small>${percent(ciLevel)}</small>`,
      },
      { head: 'Margin', figures: true, cell: ({ margin }) => `±${percent(margin)}` },
      { head: 'Rounds', figures: true, cell: ({ rounds }) => rounds },
      { head: 'For a decision', cell: (row) => decisionText(row, results) ?? '–' },
      { head: 'Verdict', cell: (row) => html`${badge(ofComparison(row))}<small>${row.because}</small>` },
    ],
    comparisons,
  ),
)}</div></details>`;
  },
};

/** Many schemes have more pairs than anybody reads: those with the reference then stand for them. */
function isShown({ kind, scenario, reference }: Comparison, { run, comparisons }: Results): boolean {
  if (run.schemes.length <= mostPaired) return true;
  return scenario === mainScenario(comparisons) && (kind !== 'scheme' || reference === run.schemes[0]);
}

const mostPaired = 4;

function drawing(results: Results): SafeHtml {
  const all = groups(results);
  const main = mainScenario(results.comparisons);
  const foremost = all.filter(({ comparisons: [one] }) => one?.scenario === main);
  const others = all.filter((group) => !foremost.includes(group));
  const drawn = foremost.length > 0 ? foremost : all;
  const missing = results.comparisons.filter((one) => one.kind !== 'sensitivity' && !isDrawn(one)).length;
  const few = `${missing} ratios had too few rounds for an interval; they are in the table.`;
  if (drawn.length === 0) return html`<p class="lead">${few}</p>`;
  const rows = drawn.flatMap(({ comparisons }) => comparisons.map((one) => ({ one, noise: noiseAmong(comparisons) })));
  return html`${figure({
    id: 'forest',
    finding: beyond(
      rows.map(({ one }) => one),
      results,
    ),
    note: `A scheme’s figure as a multiple of another’s, with its 95 % interval. ${rows.some(({ one }) => one.bound) ? 'Thin line: its bound, which holds for all pairs and however often it is read. ' : ''}Dark band: too small to matter. Light band: what the same server showed when it was measured twice, in the hollow rows. Only what lies beyond both bands with its whole line decides.${missing > 0 ? ` ${few}` : ''}`,
    picture: forestPlot('forest', results.run.schemes, drawn),
    words: rows.map(({ one }) => `${sentence(`${metric(one.metric).title}, ${nameOf(one)}: ${wording(one)}`)}`),
    csv: {
      head: [
        'scenario',
        'metric',
        'scheme',
        'reference',
        'ratio',
        'ci_low',
        'ci_high',
        'bound_low',
        'bound_high',
        'margin',
        'noise',
        'verdict',
      ],
      rows: rows.map(({ one, noise }) => [
        ...[one.scenario, one.metric, one.scheme, one.reference, one.ratio, one.ciLow, one.ciHigh],
        ...[one.bound?.low, one.bound?.high, one.margin],
        ...[noise, one.verdict],
      ]),
    },
  })}
${foremost.length > 0 && others.length > 0 && folded('The same of other loads', scrollable('Ratios of other loads, chart', forestPlot('forest-others', results.run.schemes, others)))}`;
}

/** Of how many ratios between schemes that are drawn a winner is known, or that they are too near for one. */
function beyond(drawn: readonly Comparison[], results: Results): string {
  const pairs = drawn.filter(({ kind }) => kind === 'scheme');
  const won = pairs.filter(({ verdict }) => verdict === 'better' || verdict === 'worse');
  const near = pairs.filter((one) => !won.includes(one) && isDecided(one, results)).length;
  return `${exact(won.length)} of ${exact(pairs.length)} ratios between schemes have a winner${near > 0 ? `, ${exact(near)} lie too near to decide` : ''}.`;
}

/** The bare route is far from all schemes and would flatten what lies between them: it is left to the table. */
function groups(results: Results): ForestGroup[] {
  const { comparisons: all, scenarios, schemes } = results;
  const comparisons = all
    .filter((one) => (one.kind === 'scheme' || one.kind === 'a-a') && isShown(one, results))
    .filter(isDrawn);
  const ids = [...new Set(comparisons.map(({ scenario }) => scenario))];
  return ids.flatMap((id) => {
    const here = comparisons.filter(({ scenario }) => scenario === id);
    const title = scenarios.find((scenario) => scenario.id === id)?.title ?? id;
    return inOrder(here.map((comparison) => comparison.metric)).map((name) => ({
      title: `${title}: ${inSentence(metric(name).title)} (${metric(name).better} is better)${here.some((one) => one.metric === name && cheapened({ scenarios, schemes }, one)) ? ', passwords cheapened' : ''}`,
      comparisons: here.filter((comparison) => comparison.metric === name),
    }));
  });
}
