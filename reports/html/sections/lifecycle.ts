import type { Results } from '../../results/results.ts';
import { duration, percent } from '../../text/wording.ts';
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
    const named = (id: string) => scenarios.find((scenario) => scenario.id === id);
    return html`<p class="lead">What each step of a sign-in asks of client, server and store, from login to end. A share is of all that was tried. Lifetimes are those that are configured, and beside them is what the test made of them.</p>
${table(
  'Step by step, scheme by scheme.',
  [
    {
      head: 'Measure',
      cell: (line: Line) =>
        isShortened(samples, line) ? wording(line.metric) : withUnit(wording(line.metric), unitOf(samples, line)),
    },
    ...results.run.schemes.map((scheme) => ({ head: scheme, cell: (line: Line) => cell(samples, scheme, line) })),
  ],
  scenarios.flatMap(({ id }) => rows.filter(({ scenario }) => scenario === id)),
  {
    group: ({ scenario }) => named(scenario)?.title ?? scenario,
    about: (title) => {
      const about = scenarios.find((scenario) => scenario.title === title);
      const cells = results.evidence.filter(({ cell }) => cell.scenario === about?.id);
      return html`<small>${about?.question} ${evidenceLinks(
        results,
        cells.map((one) => one.id),
      )}</small>`;
    },
    width: 'even',
  },
)}`;
  },
};

function cell(samples: readonly Sample[], scheme: string, { scenario, metric }: Line): Content {
  const own = samples.filter((one) => one.scenario === scenario && one.metric === metric && one.scheme === scheme);
  const found = own.findLast(({ valid }) => valid);
  if (found === undefined)
    return own[0] === undefined ? '–' : html`<s>${own[0].value}</s><small>${own[0].invalidReason}</small>`;
  if (found.unit === 'ratio') return percent(found.value);
  if (found.configured !== undefined)
    return html`${duration(found.configured)}<small>tested: ${duration(found.value)}</small>`;
  return unitOf(samples, { scenario, metric }).show(found.value);
}

/** Its lifetimes differ by more than one unit can show. */
function isShortened(samples: readonly Sample[], { scenario, metric }: Line): boolean {
  return samples.some((one) => one.scenario === scenario && one.metric === metric && one.configured !== undefined);
}

function unitOf(samples: readonly Sample[], { scenario, metric }: Line) {
  const own = samples.filter((one) => one.scenario === scenario && one.metric === metric);
  return unitFor(own[0]?.unit ?? '', Math.max(0, ...own.map(({ value }) => value)));
}

/** `forms.posted` as `Forms posted`; what its unit says already is left out. */
function wording(metric: string): string {
  const plain = metric
    .replace(/^(bytes|count)\./, '')
    .replace('.', ' ')
    .replaceAll('-', ' ');
  return phrases[metric] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** Where the dotted name alone does not make a phrase. */
const phrases: Readonly<Record<string, string>> = {
  'sign-ins.kept': 'Sign-ins kept',
  'sign-ins.kept-by-reload': 'Sign-ins kept by a reload',
  'sign-ins.kept-in-new-tab': 'Sign-ins kept in a new tab',
  'sign-ins.kept-by-local-storage': 'Sign-ins kept by localStorage',
  'commands.login': 'Store commands of a login',
  'commands.read': 'Store commands of a request',
  'commands.refresh': 'Store commands of a renewal',
  'commands.logout': 'Store commands of a logout',
  'commands.per-read': 'Store commands per request',
  'commands.per-chain': 'Store commands per chain',
  'duties.of-code': 'Duties left to code',
  'steps.renewal': 'Steps to renew',
  'end.in-use': 'End while in use',
  'configured.in-use': 'End while in use, as set',
  'end.family': 'End of the token family',
  'configured.family': 'End of the token family, as set',
  'silence.accepted': 'Longest silence forgiven',
  'silence.refused': 'Shortest silence refused',
  'configured.idle': 'Silence that ends it, as set',
  'read.p50': 'Median of a read, alone',
  'read.p99': '99th percentile of a read, alone',
  'read.p50-beside-logins': 'Median of a read, beside logins',
  'read.p99-beside-logins': '99th percentile of a read, beside logins',
  'latency.chain': 'Latency of the chain, median',
  'latency.added-by-renewal': 'Latency added by a renewal',
  'lifetime.cookie': 'Lifetime of the cookie',
  'lifetime.access': 'Lifetime of the access token',
  'count.steps': 'Steps of the protocol',
  'keys.per-renewal': 'Keys that a renewal adds',
  'bytes.per-renewal': 'Characters that a renewal adds',
  'memory.per-renewal': 'Memory that a renewal adds',
  'keys.after-a-day': 'Keys per user after a day',
  'keys.after-logout': 'Keys per user after the logout that follows',
  'bytes.per-user': 'Store per user',
  'bytes.per-user-when-few': 'Store per user, when they are few',
};
