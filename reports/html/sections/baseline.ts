import type { Change } from '../../comparison/change.ts';
import { metric } from '../../metrics.ts';
import { command } from '../../text/installation.ts';
import { unitFor } from '../../text/unit.ts';
import { ratio } from '../../text/wording.ts';
import { commandCode } from '../command-code.ts';
import { conditionOf, loadTitled } from '../condition.ts';
import { type Content, html, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { badge, ofComparison } from '../verdict.ts';

export const baselineSection: Section = {
  id: 'baseline',
  title: 'Against the baseline',
  absent: ({ baseline }) =>
    baseline === undefined
      ? html`${commandCode(command('baseline set RUN'))} names the run that later ones are compared with.`
      : undefined,
  body(results) {
    const { baseline, scenarios } = results;
    if (baseline === undefined) return html``;
    const { base, mismatches, changes, security, claims } = baseline;
    const titleOf = (id: string) => scenarios.find((scenario) => scenario.id === id)?.title ?? id;
    return html`<p class="lead">What changed since run <code>${base}</code>: new over old, with its interval. The machine may have another pace on another day. Where both runs measured the bare route, each figure is judged as a multiple of it. Elsewhere the interval is widened.</p>
${
  mismatches.length > 0 &&
  html`<div class="reasons warn"><strong>The two cannot be compared, so no figure below is a verdict</strong><ul>${mismatches.map((why) => html`<li>${why}</li>`)}</ul></div>`
}
<h3>Security</h3>
${listed('New', security.fresh)}${listed('Fixed', security.fixed)}${listed('Still open', security.open)}${security.fresh.length + security.fixed.length + security.open.length === 0 && html`<p>No attack ended otherwise than required, then or now.</p>`}
<h3>Figures</h3>
${
  changes.length === 0
    ? html`<p>No figure is in both runs.</p>`
    : table(
        'Old and new are medians of the means of all pairs of valid rounds.',
        [
          { head: 'Metric', cell: (change) => html`${metric(change.metric).title}<small>${change.scheme}</small>` },
          { head: 'Old', figures: true, cell: (change) => shown(change, change.before) },
          { head: 'New', figures: true, cell: (change) => shown(change, change.after) },
          { head: 'New over old', figures: true, cell: ({ raw, ...one }) => interval(raw ?? one) },
          { head: 'Over the bare route', figures: true, cell: ({ raw, ...one }) => (raw ? interval(one) : '–') },
          { head: 'Verdict', cell: (change) => verdict(change, mismatches.length === 0) },
        ],
        changes.toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict)),
        {
          group: ({ scenario }) => titleOf(scenario),
          about: (title) => conditionOf(results, loadTitled(results, title)),
        },
      )
}
<h3>Claims that changed their state</h3>
${
  claims.length === 0
    ? html`<p>None.</p>`
    : html`<ul>${claims.map(({ id, before, after, measured }) => html`<li><code>${id}</code>: ${before} → ${after}. ${measured}</li>`)}</ul>`
}`;
  },
};

function listed(title: string, items: readonly string[]): SafeHtml | undefined {
  return items.length === 0
    ? undefined
    : html`<h4>${title}</h4><ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}

function shown({ unit, before, after }: Change, value: number | undefined): Content {
  const { name, show } = unitFor(unit, Math.max(before ?? 0, after ?? 0));
  return value === undefined ? '–' : `${show(value)}${name === '' ? '' : ` ${name}`}`;
}

function interval({ ratio: middle, ciLow, ciHigh }: Pick<Change, 'ratio' | 'ciLow' | 'ciHigh'>): string {
  return ratio(middle, ciLow, ciHigh);
}

function verdict({ verdict, ratio, metric, because }: Change, counts: boolean): Content {
  if (verdict === 'added' || verdict === 'removed') return html`${verdict}<small>${because}</small>`;
  if (!counts) return badge(ofComparison({ verdict: 'invalid', ratio, metric }));
  return html`${badge(ofComparison({ verdict, ratio, metric }))}<small>${because}</small>`;
}

const order: readonly string[] = [
  'worse',
  'better',
  'small',
  'invalid',
  'inconclusive',
  'added',
  'removed',
  'equivalent',
];
