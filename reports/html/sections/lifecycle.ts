import { phraseOf } from '../../measures.ts';
import type { Results } from '../../results/results.ts';
import { withUnit } from '../../text/unit.ts';
import { duration, figure, inSentence, list, percent } from '../../text/wording.ts';
import { type LineCurve, lineCurves } from '../charts/line-curves.ts';
import { seriesOf } from '../charts/series.ts';
import { figure as pictured } from '../figure.ts';
import { folded } from '../folded.ts';
import { evidenceLinks } from '../link.ts';
import { type Content, html, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { unitOf } from './load-pictures.ts';

type Sample = Results['samples'][number];

/** One measure of a lifecycle scenario. */
interface Line {
  readonly scenario: string;
  readonly metric: string;
}

export const lifecycleSection: Section = {
  id: 'lifecycle',
  title: 'Lifecycle of a sign-in',
  finding({ samples, run }) {
    const asked = run.schemes.flatMap((scheme) => {
      const found = samples.findLast((one) => one.metric === 'commands.read' && one.scheme === scheme && one.valid);
      return found ? [`${figure(found.value)} with ${scheme}`] : [];
    });
    return asked.length === 0 ? undefined : `Store commands for a read: ${list(asked)}`;
  },
  body(results) {
    const scenarios = results.scenarios.filter(({ kind }) => kind === 'lifecycle');
    const samples = results.samples.filter(({ scenario }) => scenarios.some(({ id }) => id === scenario));
    if (samples.length === 0) return html`<p>No lifecycle scenario was run.</p>`;
    const rows = [
      ...new Map(samples.map(({ scenario, metric }) => [`${scenario} ${metric}`, { scenario, metric }])).values(),
    ];
    const named = (id: string) => scenarios.find((scenario) => scenario.id === id);
    const tried = scenarios.filter(({ id }) => rows.some(({ scenario }) => scenario === id));
    return html`<p class="lead">What each step of a sign-in asks of client, server and store, from login to end.</p>
${overADay(results)}
${folded(
  `${tried.length} scenarios: ${list(tried.map(({ title }) => inSentence(title)))}`,
  table(
    'Step by step, scheme by scheme. A share is of all that was tried. Lifetimes are as configured, and below them as tested.',
    [
      {
        head: 'Measure',
        cell: (line: Line) =>
          isShortened(samples, line) ? phraseOf(line.metric) : withUnit(phraseOf(line.metric), unitIn(samples, line)),
      },
      ...results.run.schemes.map((scheme) => ({ head: scheme, cell: (line: Line) => cell(samples, scheme, line) })),
    ],
    scenarios.flatMap(({ id }) => rows.filter(({ scenario }) => scenario === id)),
    {
      group: ({ scenario }) => named(scenario)?.title ?? scenario,
      about: (title) => {
        const about = scenarios.find((scenario) => scenario.title === title);
        const cells = results.evidence.filter(({ cell }) => cell.scenario === about?.id);
        return html`<div class="fine">${about?.question} ${evidenceLinks(
          results,
          cells.map((one) => one.id),
        )}</div>`;
      },
      width: 'even',
    },
  ),
)}`;
  },
};

/** What the store keeps for one user, from their first renewal to after their logout. */
function overADay({ samples, run }: Results): SafeHtml | undefined {
  const curves = run.schemes.flatMap((scheme): LineCurve[] => {
    const measured = timesOfDay.flatMap(([name], place) => {
      const found = samples.findLast((one) => one.metric === name && one.scheme === scheme && one.valid);
      return found ? [[place, found.value] as const] : [];
    });
    return measured.length === 0 ? [] : [{ label: scheme, series: seriesOf(run.schemes, scheme), measured }];
  });
  if (curves.length === 0) return undefined;
  const title = 'What the store keeps for a user over a day of renewals, bytes';
  const across = (place: number) => timesOfDay[place]?.[1] ?? '';
  const words = curves.map(
    ({ label, measured }) =>
      `With ${label} the store keeps of a user ${list(measured.map(([place, bytes]) => `${figure(bytes)} bytes ${timesOfDay[place]?.[2]}`))}.`,
  );
  return folded(
    'What the store keeps for a user over a day of renewals',
    pictured({
      id: 'memory-over-a-day',
      finding: words.length === 1 ? words.join('') : `${title}.`,
      picture: lineCurves('memory-over-a-day', title, { across, up: figure }, curves),
      words,
      className: 'narrow',
      csv: {
        head: ['scheme', 'when', 'bytes'],
        rows: curves.flatMap(({ label, measured }) => measured.map(([place, bytes]) => [label, across(place), bytes])),
      },
    }),
  );
}

const timesOfDay = [
  ['day.morning', 'first renewal', 'after the first renewal'],
  ['day.noon', 'half a day', 'after half a day of them'],
  ['day.evening', 'a day', 'after a day of them'],
  ['day.night', 'after logout', 'after the logout'],
] as const;

function cell(samples: readonly Sample[], scheme: string, { scenario, metric }: Line): Content {
  const own = samples.filter((one) => one.scenario === scenario && one.metric === metric && one.scheme === scheme);
  const found = own.findLast(({ valid }) => valid);
  if (found === undefined)
    return own[0] === undefined ? '–' : html`<s>${own[0].value}</s><small>${own[0].invalidReason}</small>`;
  if (found.unit === 'ratio') return percent(found.value);
  if (found.configured !== undefined)
    return html`${duration(found.configured)}<small>tested: ${duration(found.value)}</small>`;
  return unitIn(samples, { scenario, metric }).show(found.value);
}

/** Its lifetimes differ by more than one unit can show. */
function isShortened(samples: readonly Sample[], { scenario, metric }: Line): boolean {
  return samples.some((one) => one.scenario === scenario && one.metric === metric && one.configured !== undefined);
}

function unitIn(samples: readonly Sample[], { scenario, metric }: Line) {
  return unitOf(
    samples.filter((one) => one.scenario === scenario),
    metric,
  );
}
