import { securityCount, securityTexts } from '../../analysis/security-count.ts';
import { untriedAttacks } from '../../analysis/untried.ts';
import { lengthText, outcomeText, windowOf } from '../../analysis/window.ts';
import { groupBy } from '../../group-by.ts';
import type { Results } from '../../results/results.ts';
import { command } from '../../text/installation.ts';
import { counted, exact, list, percent } from '../../text/wording.ts';
import { anchor } from '../anchor.ts';
import { commandCode } from '../command-code.ts';
import { filter } from '../filter.ts';
import { folded } from '../folded.ts';
import { evidenceLinks, referenceLink } from '../link.ts';
import { type Content, html, render, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { badge, ofAttack } from '../verdict.ts';
import { type Square, who, whoHeads } from '../who.ts';
import { attackSequence, mostSequences } from './attack-sequence.ts';

type Attack = Results['attacks'][number];

export const attacksSection: Section = {
  id: 'attacks',
  title: 'Attacks',
  elastic: true,
  finding: (results) => securityTexts(securityCount(results))[0]?.replace(/\.$/, ''),
  body(results, room = Number.POSITIVE_INFINITY) {
    if (results.attacks.length === 0)
      return html`<p>No attack was carried out, so this run says nothing about security.</p>`;
    const ids = [...new Set(results.attacks.map(({ id }) => id))];
    const rows = ids.map((id) => results.attacks.filter((attack) => attack.id === id));
    const count = (kind: Kind) => rows.filter((row) => row.some((attack) => kindOf(attack) === kind)).length;
    const clean = rows.filter(isBlocked);
    const others = rows.filter((row) => !isBlocked(row));
    const untried = untriedAttacks(results);
    const drawn = (
      told: Told,
    ) => html`<p class="lead">Each attack also ran against a deliberately weakened server, and counts only where it won there. Open a line for its steps, what was observed, and where the defence is.${told !== 'whole' && html` This page has no room for all of it: ${commandCode(command('explain refresh-reuse'))} prints the steps of an attack, and security.csv has what was observed.`}</p>
${filter(
  'attack',
  'Show attacks with',
  kinds.map(([id, word]) => ({ id, word, count: count(id) })).filter((choice) => choice.count > 0),
)}
${others.length > 0 && bySeverity(results, others, told === 'outcomes' ? 'observed' : 'whole', results.run.schemes.length > 4 ? 4 : mostSequences)}
${clean.length > 0 && folded(`${exact(clean.length)} of ${exact(rows.length)} attacks were blocked on every scheme that has the surface`, bySeverity(results, clean, told, 0))}
${untried.length > 0 && folded(`${counted(untried.length, 'attack')} ${untried.length === 1 ? 'was' : 'were'} not tried`, html`<p>${list(untried.map(({ title }) => title))}. All of them: ${commandCode(command('--suite security'))}</p>`)}`;
    const fits = (told: Told) => Buffer.byteLength(render(drawn(told))) <= room;
    return drawn(extents.find(fits) ?? 'outcomes');
  },
};

/**
 * How much is told of attacks that were blocked everywhere: all, what was observed, or what came of them, which each line
 * says. Of the others it is what was observed at least.
 */
const extents = ['whole', 'observed', 'outcomes'] as const;
type Told = (typeof extents)[number];

function bySeverity(results: Results, rows: readonly (readonly Attack[])[], told: Told, sequences: number): SafeHtml {
  const drawn = severities
    .flatMap((severity) => rows.filter(([first]) => first?.severity === severity))
    .slice(0, sequences);
  return html`${whoHeads(results.run.schemes)}
${severities.map((severity) => {
  const here = rows.filter(([first]) => first?.severity === severity);
  return (
    here.length > 0 &&
    html`<h3>${words[severity]} severity</h3>
${here.map((row) => drillDown(results, row, told, drawn.includes(row)))}`
  );
})}`;
}

/** What a reader may stop worrying about. */
function isBlocked(row: readonly Attack[]): boolean {
  const found = new Set(row.map(kindOf));
  found.delete(undefined);
  return found.size === 0 || (found.size === 1 && found.has('blocked'));
}

type Kind = (typeof kinds)[number][0];

const kinds = [
  ['failed', 'not as required'],
  ['open', 'no verdict'],
  ['window', 'a window'],
  ['blocked', 'blocked'],
] as const;

const severities = ['critical', 'high', 'medium', 'low'] as const satisfies readonly Attack['severity'][];
const words = { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low' };

function kindOf({ outcome, asExpected }: Attack): Kind | undefined {
  if (outcome === 'not-applicable') return undefined;
  if (asExpected === false) return 'failed';
  if (asExpected === null) return 'open';
  return outcome === 'window' ? 'window' : 'blocked';
}

/** One line of the matrix, which opens. It is open by itself where something is wrong. */
function drillDown(results: Results, row: readonly Attack[], told: Told, isDrawn: boolean): SafeHtml | undefined {
  const first = row[0];
  if (first === undefined) return undefined;
  const found = [...new Set(row.flatMap((attack) => kindOf(attack) ?? []))];
  const touched = row.filter(({ outcome }) => outcome !== 'not-applicable');
  const spared = row.filter(({ outcome }) => outcome === 'not-applicable');
  const kinds = found.map((kind) => `attack-${kind}`).join(' ');
  const summary = html`<strong>${first.title}</strong>${who(results.run.schemes.map((scheme) => square(scheme, row)))}`;
  const id = anchor('attack', first.id);
  if (told === 'outcomes')
    return html`<details class="attack ${kinds}"><summary>${summary}</summary><div id="${id}"><code>${first.id}</code></div></details>
`;
  return html`<details class="attack ${kinds}"${found.includes('failed') && html` open`}>
<summary>${summary}</summary>
<div id="${id}">
${
  told === 'whole' &&
  html`<dl class="pairs">
<dt>Goal</dt><dd>${first.goal}</dd>
<dt>The attacker holds</dt><dd>${preconditions.get(first.precondition) ?? first.precondition}</dd>
<dt>Steps</dt><dd><ol>${first.steps.map((step) => html`<li>${step}</li>`)}</ol></dd>
${touched.length > 0 && html`<dt>Defended in</dt><dd>${sources(touched)}</dd>`}
<dt>References</dt><dd>${first.references.map((reference, index) => html`${index > 0 && ', '}${referenceLink(reference)}`)}</dd>
${spared.length > 0 && html`<dt>No such surface</dt><dd>${spared.map(({ scheme, because }, index) => `${index > 0 ? '; ' : ''}${scheme}: ${because}`)}</dd>`}
</dl>`
}
${isDrawn && attackSequence(results, row)}${
  touched.length > 0 &&
  table(
    `${first.id}: required and observed.`,
    [
      { head: 'Scheme', cell: (alike) => list(alike.map(({ scheme }) => scheme)) },
      { head: 'Required', cell: ([{ expected }]) => required[expected] },
      {
        head: 'Observed',
        cell: (alike) =>
          html`${badge(ofAttack(alike[0]))} ${evidenceLinks(
            results,
            alike.map(({ evidence }) => evidence),
          )}`,
      },
      {
        head: 'Because',
        cell: ([attack, ...alike]) =>
          html`${alike.some((one) => sameSaid(one) !== sameSaid(attack)) && `${attack.scheme}: `}${outcomeText(attack)}${tries(attack)}`,
      },
      { head: 'Weakened server', cell: ([attack]) => control(attack) },
    ],
    [...groupBy(touched, results.run.schemes.length > mostAlone ? sameDone : sameSaid).values()],
  )
}
</div>
</details>
`;
}

/** Of so many schemes each says for itself why it withstood; of more, one does for all, and the evidence has the others. */
const mostAlone = 4;

function sameDone(attack: Attack): string {
  const { outcome, expected, asExpected, control } = attack;
  if (outcome !== 'blocked' || !asExpected) return sameSaid(attack);
  return JSON.stringify([outcome, expected, control.id, control.beaten]);
}

/** What an attack says of one scheme, so that those of which it says the same can be told together. */
function sameSaid({ expected, outcome, asExpected, tries, successes, control, ...attack }: Attack): string {
  return JSON.stringify([
    expected,
    outcome,
    asExpected,
    tries,
    successes,
    control,
    outcomeText({ outcome, ...attack }),
  ]);
}

function square(scheme: string, row: readonly Attack[]): Square {
  const attack = row.find((one) => one.scheme === scheme);
  const isSpared = attack === undefined || attack.outcome === 'not-applicable';
  return { scheme, shown: isSpared ? noSurface : html`${badge(ofAttack(attack))}${lasting(attack)}` };
}

/** How long the window is, beside its badge. */
function lasting(attack: Attack): SafeHtml | undefined {
  const window = attack.outcome === 'window' ? windowOf(attack) : undefined;
  return window && html` <small>${lengthText(window)}</small>`;
}

/** Most squares of a column may be so: they stay quiet. */
const noSurface = html`–<span class="spoken"> no such surface</span>`;

function sources(row: readonly Attack[]): SafeHtml {
  const places = [...new Set(row.map(({ source }) => `${source.file}:${source.line}`))];
  return html`${places.map(
    (place, index) =>
      html`${index > 0 && ', '}<code>${place}</code>${places.length > 1 && ` (${list(row.filter(({ source }) => `${source.file}:${source.line}` === place).map(({ scheme }) => scheme))})`}`,
  )}`;
}

/** What no success in n tries still allows: the exact bound. A few tries bound nothing that is worth a number. */
function tries({ outcome, tries, successes }: Attack): SafeHtml | undefined {
  // what is used within a window succeeds as the scheme allows: its counts are of something else in each attack
  if (outcome === 'window' || tries === undefined || successes === undefined) return undefined;
  const bound =
    successes === 0 && tries >= fewestTries
      ? `, so at most ${percent(1 - 0.05 ** (1 / tries))} at 95 % confidence`
      : '';
  return html`<small>${exact(successes)} of ${exact(tries)} tries succeeded${bound}</small>`;
}

const fewestTries = 10;

function control({ control }: Attack): Content {
  if (control.beaten === null) return '–';
  const verdict = control.beaten
    ? badge({ icon: 'check', word: 'beaten', tone: 'good', frame: 'plain' })
    : badge({ icon: 'bang', word: 'not beaten', tone: 'warn', frame: 'hatched' });
  return html`${verdict}<small><code>${control.id}</code> ${control.because}</small>`;
}

const required = {
  blocked: 'blocked',
  window: 'window',
  'not-applicable': 'no such surface',
} satisfies Record<Attack['expected'], string>;

const preconditions: ReadonlyMap<string, string> = new Map([
  ['copy', 'a copy of the victim’s credential'],
  ['own-account', 'an account of their own'],
  ['none', 'nothing'],
  ['web-page', 'a page on another site that the victim’s browser opens'],
  ['sibling-domain', 'a sibling subdomain'],
  ['injected-script', 'script inside the application’s origin'],
  ['fault', 'a fault in the store, the clock or the network'],
  ['dump', 'read access to the store or the logs'],
]);
