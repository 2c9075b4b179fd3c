import type { Results } from '../../results.ts';
import { duration } from '../../wording.ts';
import { evidenceLinks } from '../link.ts';
import { type Content, html, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { badge, ofAttack } from '../verdict.ts';

type Attack = Results['attacks'][number];
type Window = NonNullable<Attack['windows']>[number];

/** What is left of one artefact after one event, for each scheme. */
interface Line {
  readonly event: Window['event'];
  readonly artefact: Window['artefact'];
}

export const windows: Section = {
  id: 'windows',
  title: 'Accepted windows',
  body(results) {
    const rows = results.attacks.filter(({ windowMs }) => windowMs !== undefined);
    if (rows.length === 0 && lines(results).length === 0)
      return html`<p>No attack found a window in which a credential outlives its end.</p>`;
    return html`<p class="lead">How long something went on working after it should have ended: measured, and below it what the scheme declares. Lifetimes are shortened so that a run ends; the lifetime in force is named where it is longer.</p>
${events(results)}
${copies(results, rows)}`;
  },
};

function lines({ attacks }: Results): Line[] {
  const all = attacks.flatMap(({ windows = [] }) => windows);
  const found = new Map(all.map(({ event, artefact }) => [`${event} ${artefact}`, { event, artefact }]));
  const place = ({ event, artefact }: Line) => 10 * order.indexOf(event) + Object.keys(artefacts).indexOf(artefact);
  return [...found.values()].sort((a, b) => place(a) - place(b));
}

function events(results: Results): SafeHtml | undefined {
  const all = lines(results);
  if (all.length === 0) return undefined;
  return table(
    'Event, artefact and scheme.',
    [
      { head: 'Copied before it', cell: ({ artefact }) => artefacts[artefact] },
      ...results.run.schemes.map((scheme) => ({
        head: scheme,
        cell: (line: Line) => cell(results, scheme, line),
      })),
    ],
    all,
    { group: ({ event }) => titles[event], width: 'even' },
  );
}

/** Several attacks may look at the same square: the longest window counts. */
function cell(results: Results, scheme: string, { event, artefact }: Line): Content {
  const seen = results.attacks
    .filter((attack) => attack.scheme === scheme)
    .flatMap(({ windows = [], evidence }) => windows.map((window) => ({ ...window, evidence })))
    .filter((window) => window.event === event && window.artefact === artefact)
    .sort((a, b) => b.measuredMs - a.measuredMs)[0];
  if (seen === undefined) return '–';
  const inForce = inForceMs(seen);
  return html`<span class="value">${seen.measuredMs === 0 ? 'at once' : duration(seen.measuredMs)}</span> ${evidenceLinks(results, [seen.evidence])}<small>declared ${seen.declaredMs === 0 ? 'at once' : duration(seen.declaredMs)}${inForce !== undefined && inForce !== seen.declaredMs && `, ${duration(inForce)} in force`}</small>`;
}

/** With the lifetimes that the scheme has when nobody shortens them. */
function inForceMs(window: Window): number | undefined {
  return 'referenceMs' in window && typeof window.referenceMs === 'number' ? window.referenceMs : undefined;
}

function copies(results: Results, rows: readonly Attack[]): SafeHtml | undefined {
  if (rows.length === 0) return undefined;
  return table(
    'Every attack that found a window, longest first.',
    [
      { head: 'Attack', cell: ({ title }) => title },
      { head: 'Scheme', cell: ({ scheme }) => scheme },
      {
        head: 'Measured',
        figures: true,
        cell: ({ windowMs = 0 }) => html`<span class="value">${windowMs === 0 ? 'at once' : duration(windowMs)}</span>`,
      },
      {
        head: 'Declared',
        figures: true,
        cell: ({ declaredMs }) =>
          declaredMs === undefined ? '–' : declaredMs === 0 ? 'at once' : duration(declaredMs),
      },
      { head: 'Outcome', cell: (attack) => badge(ofAttack(attack)) },
      { head: 'Evidence', cell: ({ evidence }) => evidenceLinks(results, [evidence]) },
    ],
    rows.toSorted((a, b) => (b.windowMs ?? 0) - (a.windowMs ?? 0)),
  );
}

const titles: Readonly<Record<Window['event'], string>> = {
  logout: 'After a logout',
  'logout-all': 'After a logout everywhere',
  'password-change': 'After a password change',
  'user-disabled': 'After the account was disabled',
  'role-removed': 'After a role was taken away',
  'theft-detected': 'After a theft was detected',
  'key-retired': 'After a key was retired',
};
const order = Object.keys(titles);

const artefacts: Readonly<Record<Window['artefact'], string>> = {
  'session-cookie': 'session cookie',
  'access-token': 'access token',
  'refresh-token': 'refresh token',
};
