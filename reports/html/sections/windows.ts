import { afterLogout, afterLogoutFinding } from '../../analysis/after-logout.ts';
import { exposures } from '../../analysis/exposure.ts';
import { exposureFinding } from '../../analysis/exposure-text.ts';
import {
  artefactWindow,
  byLength,
  lastedMs,
  lengthText,
  seenText,
  type Window,
  windowOf,
} from '../../analysis/window.ts';
import type { Results } from '../../results/results.ts';
import { inWords, requestLanes } from '../charts/request-lanes.ts';
import { figure } from '../figure.ts';
import { folded } from '../folded.ts';
import { evidenceLinks } from '../link.ts';
import { type Content, html, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { badge, ofAttack } from '../verdict.ts';

type Attack = Results['attacks'][number];
type ArtefactWindow = NonNullable<Attack['windows']>[number];

interface Row {
  readonly attack: Attack;
  readonly window: Window;
}

export const windowsSection: Section = {
  id: 'windows',
  title: 'What works on after its end',
  finding: (results) => exposureFinding(exposures(results))?.replace(/\.$/, ''),
  body(results) {
    const rows = results.attacks.flatMap((attack) => {
      const window = windowOf(attack);
      return window && lastedMs(window) > 0 ? [{ attack, window }] : [];
    });
    if (rows.length === 0 && eventsOf(results).length === 0)
      return html`<p>No attack found a window in which a credential outlives its end.</p>`;
    return html`<p class="lead">How long a credential works at most after it should have ended, with lifetimes as configured. Tests shorten lifetimes; what they saw stands beside it.</p>
${signedIn(results)}
${folded('After which event what works on, and for how long', events(results))}
${copies(results, rows)}`;
  },
};

/** Who is signed in after a logout, request by request. */
function signedIn(results: Results): SafeHtml | undefined {
  const lanes = afterLogout(results);
  if (lanes.length === 0) return undefined;
  const finding = afterLogoutFinding(lanes);
  return figure({
    id: 'after-logout',
    finding,
    note: 'Tall: a copy was answered. Short: refused. Dashed: latest end of its lifetime. Axis: the test, which shortens lifetimes.',
    picture: requestLanes(
      'after-logout',
      'Who is signed in after a logout?',
      results.schemes.map(({ id }) => id),
      lanes,
    ),
    words: lanes.map(inWords),
    csv: {
      head: ['scheme', 'ms_after_logout', 'answered', 'tested_end_ms'],
      rows: lanes.flatMap(({ scheme, uses, testedEndMs }) =>
        uses.map(({ ms, isAccepted }) => [scheme, ms, String(isAccepted), testedEndMs]),
      ),
    },
    className: 'narrow',
  });
}

function eventsOf({ attacks }: Results): ArtefactWindow['event'][] {
  const seen = attacks.flatMap(({ windows = [] }) => windows.map(({ event }) => event));
  return order.filter((event) => seen.includes(event));
}

function events(results: Results): SafeHtml | undefined {
  const all = eventsOf(results);
  if (all.length === 0) return undefined;
  return table(
    'What was copied before the event, and how long it goes on.',
    [
      { head: 'Event', cell: (event: ArtefactWindow['event']) => titles[event] },
      ...results.run.schemes.map((scheme) => ({
        head: scheme,
        cell: (event: ArtefactWindow['event']) => cell(results, scheme, event),
      })),
    ],
    all,
    { width: 'even' },
  );
}

/** Several attacks may look at the same artefact: the longest window counts. */
function cell(results: Results, scheme: string, event: ArtefactWindow['event']): Content {
  const seen = results.attacks
    .filter((attack) => attack.scheme === scheme)
    .flatMap((attack) =>
      (attack.windows ?? []).flatMap((one) => {
        const window = one.event === event ? artefactWindow(one, attack) : undefined;
        return window ? [{ artefact: one.artefact, window, evidence: attack.evidence }] : [];
      }),
    )
    .sort((a, b) => byLength(a.window, b.window));
  const longest = (Object.keys(artefacts) as ArtefactWindow['artefact'][]).flatMap(
    (artefact) => seen.find((one) => one.artefact === artefact) ?? [],
  );
  if (longest.length === 0) return '–';
  return longest.map(
    ({ artefact, window, evidence }) =>
      html`<div class="line">${artefacts[artefact]} <span class="value">${lengthText(window)}</span> ${evidenceLinks(results, [evidence])}${window.kind !== 'none' && window.seen && html`<small>tested: ${seenText(window.seen)}</small>`}</div>`,
  );
}

const mostRows = 40;

function copies(results: Results, rows: readonly Row[]): SafeHtml | undefined {
  if (rows.length === 0) return undefined;
  return folded(
    `All ${rows.length} attacks after which something went on working`,
    table(
      `Longest first${rows.length > mostRows ? `: ${mostRows} of them; security.csv has all` : ''}.`,
      [
        { head: 'Attack', cell: ({ attack }) => attack.title },
        { head: 'Scheme', cell: ({ attack }) => attack.scheme },
        {
          head: 'As configured',
          figures: true,
          cell: ({ window }) => html`<span class="value">${lengthText(window)}</span>`,
        },
        {
          head: 'Tested',
          figures: true,
          cell: ({ window }) => (window.kind !== 'none' && window.seen ? seenText(window.seen) : '–'),
        },
        { head: 'Outcome', cell: ({ attack }) => badge(ofAttack(attack)) },
        { head: 'Evidence', cell: ({ attack }) => evidenceLinks(results, [attack.evidence]) },
      ],
      rows.toSorted((a, b) => byLength(a.window, b.window)).slice(0, mostRows),
    ),
  );
}

const titles: Readonly<Record<ArtefactWindow['event'], string>> = {
  logout: 'After a logout',
  'logout-all': 'After a logout everywhere',
  'password-change': 'After a password change',
  'user-disabled': 'After the account was disabled',
  'role-removed': 'After a role was taken away',
  'theft-detected': 'After a theft was detected',
  'key-retired': 'After a key was retired',
};
const order = Object.keys(titles) as ArtefactWindow['event'][];

const artefacts: Readonly<Record<ArtefactWindow['artefact'], string>> = {
  'session-cookie': 'session cookie',
  'access-token': 'access token',
  'refresh-token': 'refresh token',
};
