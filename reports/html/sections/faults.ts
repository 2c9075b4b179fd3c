import { testedWith } from '../../analysis/changed-settings.ts';
import type { Results } from '../../results/results.ts';
import { kept } from '../../text/vocabulary.ts';
import { exact, list, percent, sentence } from '../../text/wording.ts';
import { phaseStrip } from '../charts/phase-strip.ts';
import { folded } from '../folded.ts';
import { evidenceLinks } from '../link.ts';
import { html, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';
import { scrollable, table } from '../table.ts';
import { badge, ofComparison } from '../verdict.ts';
import { outageView } from './outage-view.ts';
import { wronglyAccepted } from './scaling.ts';

type Row = Results['scaling'][number];
type Phase = NonNullable<Row['phases']>['before'];

export const faultsSection: Section = {
  id: 'faults',
  title: 'What breaks under load',
  finding(results) {
    const rows = results.scaling.filter((row) => row.valid && isFault(results, row));
    const spoilt = results.run.schemes.flatMap((scheme) => {
      const own = rows.filter((row) => row.scheme === scheme);
      const [all, bad] = [
        own.reduce((sum, { requests, renewals }) => sum + requests + renewals, 0),
        own.reduce((sum, row) => sum + row.refused + row.failed + row.renewalsRefused + (row.renewalsFailed ?? 0), 0),
      ];
      return all === 0 ? [] : [`${scheme} ${percent(bad / all)}`];
    });
    return spoilt.length === 0 ? undefined : `Requests without a good answer while something broke: ${list(spoilt)}`;
  },
  body(results) {
    const place = ({ scheme }: Row) => results.run.schemes.indexOf(scheme);
    const rows = results.scaling.filter((row) => isFault(results, row)).toSorted((a, b) => place(a) - place(b));
    if (rows.length === 0) return html`<p>No fault was brought about: the run says nothing about recovery.</p>`;
    return html`<p class="lead">Background traffic of signed-in users, and of credentials that must be refused, while something breaks. Who is refused logs in again, as a client would.${cheap(results.schemes)}</p>
${outageView(results)}
${folded(
  'Every fault in figures',
  scrollable(
    'Faults, table',
    table(
      'Each strip is before, during and after the fault: solid is served, hatched is refused, empty got no answer within a second. Recovery counts from the end of the fault to the last request that it spoiled.',
      [
        { head: 'Fault', cell: (row) => html`${titleOf(results, row)}${problem(row)}${condition(row)}` },
        {
          head: 'State kept in',
          cell: ({ mode, instances }) => html`${kept[mode]}<small>${instances} instances</small>`,
        },
        {
          head: 'Before, during, after',
          cell: ({ phases }) => phases && html`${phaseStrip(phases)}${inWords(phases)}`,
        },
        {
          head: 'Users lost',
          figures: true,
          cell: (row) => only(row, `${exact(row.lostUsers)}\u00A0of\u00A0${exact(row.users)}`),
        },
        { head: 'Recovery', figures: true, cell: (row) => only(row, recovery(row)) },
        {
          head: 'Accepted that had to be refused',
          figures: true,
          cell: (row) => html`${wronglyAccepted(row)}${row.valid && html`<small>of ${exact(row.probes ?? 0)}</small>`}`,
        },
        { head: 'Evidence', cell: ({ evidence }) => evidenceLinks(results, [evidence]) },
      ],
      rows,
      { group: ({ scheme }) => scheme },
    ),
  ),
)}`;
  },
};

/** What is quicker, or slower, than where servers are left as they are configured. */
function cheap(schemes: Results['schemes']): string {
  const [facts] = schemes.filter(({ configured = {} }) => configured.passwordCost !== undefined);
  const { settings = {}, configured = {} } = facts ?? {};
  const unlike = (name: string) => settings[name] !== undefined && settings[name] !== configured[name];
  const parts = [
    unlike('passwordCost') &&
      `passwords cost 2^${settings.passwordCost} (configured: 2^${configured.passwordCost}), so that users are back sooner`,
    unlike('storeTimeoutMs') &&
      `a store counts as away after ${settings.storeTimeoutMs} ms (configured: ${configured.storeTimeoutMs} ms)`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? '' : ` In this run ${list(parts)}.`;
}

function isFault({ scenarios }: Results, { scenario }: Row): boolean {
  return scenarios.find(({ id }) => id === scenario)?.kind === 'fault';
}

function titleOf({ scenarios }: Results, { scenario }: Row): string {
  return scenarios.find(({ id }) => id === scenario)?.title ?? scenario;
}

function problem({ valid, invalidReason }: Row): SafeHtml | undefined {
  if (valid) return undefined;
  return html` ${badge(ofComparison({ verdict: 'invalid', ratio: null, metric: '' }))}<small>${invalidReason}</small>`;
}

function condition({ settings }: Row): SafeHtml | undefined {
  const told = testedWith(settings);
  return told === undefined ? undefined : html`<small>${sentence(told)}</small>`;
}

function only({ valid }: Row, text: string): string {
  return valid ? text : '–';
}

function recovery({ recoveryMs }: Row): string {
  return recoveryMs === null || recoveryMs === undefined ? 'none seen' : `${exact(recoveryMs)}\u00A0ms`;
}

function inWords({ during, after }: NonNullable<Row['phases']>): SafeHtml {
  return html`<small>during: ${counts(during)}; after: ${counts(after)}</small>`;
}

function counts({ requests, refused, failed, late, medianMs }: Phase): string {
  const served = requests - refused - failed - late;
  const spoiled = [
    refused > 0 && `${refused} refused`,
    failed > 0 && `${failed} without answer`,
    late > 0 && `${late} late`,
  ].filter(Boolean);
  return `${[`${served} of ${requests} served`, ...spoiled].join(', ')}${served > 0 ? ` in ${medianMs} ms` : ''}`;
}
