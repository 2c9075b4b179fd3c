import type { Results } from '../../results.ts';
import { percent } from '../../wording.ts';
import { evidenceLinks } from '../link.ts';
import { type Content, html } from '../markup.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { unitFor, withUnit } from '../unit.ts';

type Sample = Results['samples'][number];

/** One measure of a lifecycle scenario. */
interface Line {
  readonly scenario: string;
  readonly metric: string;
}

export const lifecycle: Section = {
  id: 'lifecycle',
  title: 'Lifecycle of a sign-in',
  body(results) {
    const scenarios = results.scenarios.filter(({ kind }) => kind === 'lifecycle');
    const samples = results.samples.filter(({ scenario }) => scenarios.some(({ id }) => id === scenario));
    if (samples.length === 0) return html`<p>No lifecycle scenario was run.</p>`;
    const rows = [
      ...new Map(samples.map(({ scenario, metric }) => [`${scenario} ${metric}`, { scenario, metric }])).values(),
    ];
    const about = (id: string) => scenarios.find((scenario) => scenario.id === id);
    return html`<p class="lead">What each step of a sign-in asks of client, server and store, from login to end. A share is of all that was tried.</p>
${scenarios
  .filter(({ id }) => rows.some(({ scenario }) => scenario === id))
  .map(
    ({ id, title, question }) => html`<h3>${title}</h3>
${table(
  question,
  [
    {
      head: 'Measure',
      cell: ({ metric }: Line) => withUnit(wording(metric), unitOf(samples, { scenario: id, metric })),
    },
    ...results.run.schemes.map((scheme) => ({ head: scheme, cell: (line: Line) => cell(samples, scheme, line) })),
  ],
  rows.filter(({ scenario }) => scenario === about(id)?.id),
  { width: 'even' },
)}
<p class="note">Evidence: ${evidenceLinks(
      results,
      results.evidence.filter(({ cell }) => cell.split('/').includes(id)).map((one) => one.id),
    )}</p>`,
  )}`;
  },
};

function cell(samples: readonly Sample[], scheme: string, { scenario, metric }: Line): Content {
  const own = samples.filter((one) => one.scenario === scenario && one.metric === metric && one.scheme === scheme);
  const found = own.findLast(({ valid }) => valid);
  if (found === undefined)
    return own[0] === undefined ? '–' : html`<s>${own[0].value}</s><small>${own[0].invalidReason}</small>`;
  if (found.unit === 'ratio') return percent(found.value);
  return unitOf(samples, { scenario, metric }).show(found.value);
}

function unitOf(samples: readonly Sample[], { scenario, metric }: Line) {
  const own = samples.filter((one) => one.scenario === scenario && one.metric === metric);
  return unitFor(own[0]?.unit ?? '', Math.max(0, ...own.map(({ value }) => value)));
}

/** `sign-ins.kept-by-reload` as `sign-ins: kept by reload`. */
function wording(metric: string): string {
  return metric.replace('.', ': ').replaceAll('-', ' ');
}
