import type { Results } from '../../results/results.ts';
import { events, eventText, kept } from '../../text/vocabulary.ts';
import { counted, exact, list, percent } from '../../text/wording.ts';
import { folded } from '../folded.ts';
import { evidenceLinks } from '../link.ts';
import { html, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';
import { scrollable, table } from '../table.ts';
import { badge, ofComparison, type Verdict } from '../verdict.ts';
import { refusedView } from './refused-view.ts';

type Row = Results['scaling'][number];

export const scalingSection: Section = {
  id: 'scaling',
  title: 'Scale and failure',
  finding(results) {
    const lossy = new Set(
      results.scaling
        .filter((row) => row.event === 'none' && row.valid && row.lostUsers > 0)
        .map(({ mode }) => kept[mode]),
    );
    const several = results.scaling.filter(({ event, instances }) => event === 'none' && instances > 1);
    if (!several.some(({ valid }) => valid)) return undefined;
    const nobody = 'Several instances sign nobody out';
    return lossy.size === 0
      ? `${nobody}${several.every(({ valid }) => valid) ? '' : ', in what counted'}`
      : `Several instances sign users out where state is kept in ${list([...lossy])}`;
  },
  body(results) {
    // faults have a section of their own
    const rows = results.scaling
      .filter(({ event }) => event in events)
      .toSorted((a, b) => place(results, a) - place(results, b));
    if (rows.length === 0)
      return html`<p>No topology was tried: the run says nothing about more than one instance.</p>`;
    const lossy = rows.filter(isLossy);
    const others = rows.filter((row) => !isLossy(row));
    const outlived = lossy.some(({ wronglyAccepted }) => wronglyAccepted > 0);
    return html`${refusedView(results)}
${lossy.length > 0 && folded(`${counted(lossy.length, 'case')} in which somebody lost something`, html`${outlived && html`<p>A logout that reaches one instance does not end the sign-in on another: that is a copy that works on.</p>`}${drawn(results, 'Cases in which somebody lost something.', lossy)}`)}
${others.length > 0 && folded(`${counted(others.length, 'case')} in which nobody lost anything`, others.length > mostFolded ? html`<p>scaling.csv has them.</p>` : drawn(results, 'Cases without loss.', others))}`;
  },
};

/** More cases in which nothing happened are not read on a page. */
const mostFolded = 60;

function isLossy(row: Row): boolean {
  const { refused, failed, lostUsers, wronglyAccepted, renewalsRefused, renewalsFailed = 0, valid } = row;
  return !valid || refused + failed + lostUsers + wronglyAccepted + renewalsRefused + renewalsFailed > 0;
}

function drawn(results: Results, caption: string, rows: readonly Row[]): SafeHtml {
  return scrollable(
    `Scale and failure, table: ${caption}`,
    table(
      `${caption} Refused: answered “not signed in” although signed in. No answer: connection lost or 5xx.`,
      [
        { head: 'State kept in', cell: ({ mode }) => kept[mode] },
        { head: 'Instances', figures: true, cell: ({ instances }) => instances },
        { head: 'Event', cell: eventOf },
        { head: 'Requests', figures: true, cell: ({ requests }) => exact(requests) },
        {
          head: 'Refused',
          figures: true,
          cell: (row) => html`${value(row, shareOf(row.refused, row.requests))}${theory(results, row)}`,
        },
        { head: 'No answer', figures: true, cell: (row) => value(row, shareOf(row.failed, row.requests)) },
        {
          head: 'Renewals refused',
          figures: true,
          cell: (row) => (row.renewals === 0 ? '–' : value(row, shareOf(row.renewalsRefused, row.renewals))),
        },
        {
          head: 'Renewals without answer',
          figures: true,
          cell: (row) =>
            row.renewals === 0 || row.renewalsFailed === undefined
              ? '–'
              : value(row, shareOf(row.renewalsFailed, row.renewals)),
        },
        {
          head: 'Users lost',
          figures: true,
          cell: (row) => value(row, `${exact(row.lostUsers)}\u00A0of\u00A0${exact(row.users)}`),
        },
        { head: 'Works on after logout', figures: true, cell: wronglyAccepted },
        { head: 'Evidence', cell: ({ evidence }) => evidenceLinks(results, [evidence]) },
      ],
      rows,
      { group: ({ scheme }) => scheme },
    ),
  );
}

/** By scheme, where the state is kept, what happens and how many instances: cells end in the order of their workers. */
function place({ run }: Results, { scheme, mode, event, instances }: Row): number {
  const ranks = [run.schemes.indexOf(scheme), Object.keys(kept).indexOf(mode), Object.keys(events).indexOf(event)];
  return [...ranks, instances].reduce((place, rank) => 100 * place + rank, 0);
}

function value({ valid }: Row, text: string): SafeHtml {
  return valid ? html`${text}` : html`<s>${text}</s>`;
}

function shareOf(part: number, whole: number): string {
  return whole === 0 ? '–' : percent(part / whole);
}

function eventOf({ event, valid, invalidReason }: Row): SafeHtml {
  return html`${eventText(event)}${!valid && html` ${badge(invalid)}<small>${invalidReason}</small>`}`;
}

/** Holds for a scheme that asks its server's state on every request, undisturbed. */
function theory({ schemes }: Results, { scheme, mode, event, instances }: Row): SafeHtml | undefined {
  const asks = schemes.find(({ id }) => id === scheme)?.traits.store === 'every-request';
  return asks && mode === 'own-memory' && event === 'none' && instances > 1
    ? html`<small>theory ${percent(1 - 1 / instances)}</small>`
    : undefined;
}

export function wronglyAccepted(row: Row): SafeHtml {
  return row.wronglyAccepted === 0
    ? value(row, '0')
    : badge({ icon: 'cross', word: exact(row.wronglyAccepted), tone: 'bad', frame: 'filled' });
}

const invalid: Verdict = ofComparison({ verdict: 'invalid', ratio: null, metric: '' });
