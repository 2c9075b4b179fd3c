import type { Results } from '../../results.ts';
import { duration } from '../../wording.ts';
import { evidenceLinks } from '../link.ts';
import { type Content, html, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { badge, ofAttack } from '../verdict.ts';

type Attack = Results['attacks'][number];
type Window = NonNullable<Attack['windows']>[number];

export const windows: Section = {
  id: 'windows',
  title: 'Accepted windows',
  body(results) {
    const rows = results.attacks.filter(({ windowMs = 0 }) => windowMs > 0);
    if (rows.length === 0 && eventsOf(results).length === 0)
      return html`<p>No attack found a window in which a credential outlives its end.</p>`;
    return html`<p class="lead">How long something went on working after it should have ended: measured, and what the scheme declares. Lifetimes are shortened so that a run ends. As set: the lifetime of the access token outside such attacks, and the tolerance for clocks.</p>
${events(results)}
${copies(results, rows)}`;
  },
};

function eventsOf({ attacks }: Results): Window['event'][] {
  const seen = attacks.flatMap(({ windows = [] }) => windows.map(({ event }) => event));
  return order.filter((event) => seen.includes(event));
}

function events(results: Results): SafeHtml | undefined {
  const all = eventsOf(results);
  if (all.length === 0) return undefined;
  return table(
    'What was copied before the event, and how long it went on.',
    [
      { head: 'Event', cell: (event: Window['event']) => titles[event] },
      ...results.run.schemes.map((scheme) => ({
        head: scheme,
        cell: (event: Window['event']) => cell(results, scheme, event),
      })),
    ],
    all,
    { width: 'even' },
  );
}

/** Several attacks may look at the same artefact: the longest window counts. */
function cell(results: Results, scheme: string, event: Window['event']): Content {
  const seen = results.attacks
    .filter((attack) => attack.scheme === scheme)
    .flatMap(({ windows = [], evidence }) => windows.map((window) => ({ ...window, evidence })))
    .filter((window) => window.event === event)
    .sort((a, b) => b.measuredMs - a.measuredMs);
  const longest = (Object.keys(artefacts) as Window['artefact'][]).flatMap(
    (artefact) => seen.find((window) => window.artefact === artefact) ?? [],
  );
  if (longest.length === 0) return '–';
  return longest.map(
    (window) =>
      html`<span class="line">${artefacts[window.artefact]} <span class="value">${lasting(window.measuredMs)}</span> ${evidenceLinks(results, [window.evidence])}${declared(window)}</span>`,
  );
}

function declared(window: Window): SafeHtml | undefined {
  const inForce = inForceMs(window);
  if (window.declaredMs === 0) return window.measuredMs === 0 ? undefined : html`<small>declared at once</small>`;
  return inForce !== undefined && inForce !== window.declaredMs
    ? html`<small>${duration(inForce)} as set, ${duration(window.declaredMs)} here</small>`
    : html`<small>declared ${duration(window.declaredMs)}</small>`;
}

function lasting(ms: number): string {
  return ms === 0 ? 'at once' : duration(ms);
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
        cell: ({ windowMs = 0 }) => html`<span class="value">${duration(windowMs)}</span>`,
      },
      {
        head: 'Declared',
        figures: true,
        cell: ({ declaredMs }) => (declaredMs === undefined ? '–' : lasting(declaredMs)),
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
const order = Object.keys(titles) as Window['event'][];

const artefacts: Readonly<Record<Window['artefact'], string>> = {
  'session-cookie': 'session cookie',
  'access-token': 'access token',
  'refresh-token': 'refresh token',
};
