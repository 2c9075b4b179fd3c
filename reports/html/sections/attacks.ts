import type { Results } from '../../results.ts';
import { exact, figure } from '../../wording.ts';
import { anchor } from '../anchor.ts';
import { fact } from '../fact.ts';
import { evidenceLinks, referenceLink } from '../link.ts';
import { type Content, html, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { badge, ofAttack } from '../verdict.ts';

type Attack = Results['attacks'][number];

export const attacks: Section = {
  id: 'attacks',
  title: 'Attacks',
  body(results) {
    if (results.attacks.length === 0)
      return html`<p>No attack was carried out, so this run says nothing about security.</p>`;
    const ids = [...new Set(results.attacks.map(({ id }) => id))];
    const rows = ids.map((id) => results.attacks.filter((attack) => attack.id === id));
    return html`<p class="lead">An outcome counts only where the same attack beat a deliberately weakened server in the same run. A window is a trade-off that the scheme accepts by design; the table below names its length.</p>
${table(
  'Attack by scheme. Each is opened below.',
  [
    {
      head: 'Attack',
      cell: ([attack]) =>
        attack &&
        html`<a href="#${anchor('attack', attack.id)}">${attack.title}</a><small>${attack.severity} severity</small>`,
    },
    ...results.run.schemes.map((scheme) => ({
      head: scheme,
      cell: (row: readonly Attack[]) => outcome(row.find((attack) => attack.scheme === scheme)),
    })),
  ],
  rows,
  { width: 'even' },
)}
<h3>Each attack, step by step</h3>
${rows.map((row) => drillDown(results, row))}`;
  },
};

function outcome(attack: Attack | undefined): Content {
  if (attack === undefined) return '–';
  return html`${badge(ofAttack(attack))}${attack.asExpected === false && html`<small>required: ${required[attack.expected]}</small>`}`;
}

/** Opened by itself where something is wrong. */
function drillDown(results: Results, row: readonly Attack[]): SafeHtml | undefined {
  const first = row[0];
  if (first === undefined) return undefined;
  return html`<details class="attack"${row.some(({ asExpected }) => asExpected === false) && html` open`}>
<summary><strong>${first.title}</strong><span class="who">${row
    .filter(({ outcome }) => outcome !== 'not-applicable')
    .map((attack) => html`<span>${attack.scheme} ${badge(ofAttack(attack))}</span>`)}</span></summary>
<div id="${anchor('attack', first.id)}">
<dl class="pairs">
<dt>Goal</dt><dd>${first.goal}</dd>
<dt>The attacker holds</dt><dd>${preconditions.get(first.precondition) ?? first.precondition}</dd>
<dt>Steps</dt><dd><ol>${first.steps.map((step) => html`<li>${step}</li>`)}</ol></dd>
<dt>Severity</dt><dd>${first.severity}</dd>
<dt>References</dt><dd>${first.references.map((reference, index) => html`${index > 0 && ', '}${referenceLink(reference)}`)}</dd>
<dt>Source</dt><dd><code>${first.source.file}:${first.source.line}</code></dd>
</dl>
${table(
  `${first.title}: required and observed.`,
  [
    { head: 'Scheme', cell: ({ scheme }) => scheme },
    { head: 'Required', cell: ({ expected }) => required[expected] },
    { head: 'Observed', cell: (attack) => badge(ofAttack(attack)) },
    { head: 'Because', cell: (attack) => html`${attack.because}${tries(attack)}` },
    { head: 'Weakened server', cell: control },
    { head: 'Evidence', cell: (attack) => evidenceLinks(results, [attack.evidence]) },
  ],
  row,
)}
${facts(row)}
</div>
</details>
`;
}

/** Rule of three: what no success in n tries still allows. */
function tries({ tries, successes }: Attack): SafeHtml | undefined {
  if (tries === undefined || successes === undefined) return undefined;
  const bound =
    successes === 0 && tries > 0 ? `, so at most ${figure(Math.min(100, 300 / tries))} % at 95 % confidence` : '';
  return html`<small>${exact(successes)} of ${exact(tries)} tries succeeded${bound}</small>`;
}

function control({ control }: Attack): Content {
  if (control.beaten === null) return '–';
  const verdict = control.beaten
    ? badge({ icon: 'check', word: 'beaten', tone: 'good', frame: 'plain' })
    : badge({ icon: 'bang', word: 'not beaten', tone: 'warn', frame: 'hatched' });
  return html`${verdict}<small><code>${control.id}</code> ${control.because}</small>`;
}

/** Everything the attempts found, the schemes side by side. */
function facts(row: readonly Attack[]): SafeHtml | undefined {
  const found = row.filter(({ facts }) => Object.keys(facts).length > 0);
  if (found.length === 0) return undefined;
  return table(
    'Facts behind the verdicts.',
    [
      { head: 'Fact', cell: (name: string) => html`<code>${name}</code>` },
      ...found.map(({ scheme, facts }) => ({
        head: scheme,
        cell: (name: string) => html`<code>${Object.hasOwn(facts, name) ? fact(facts[name]) : '–'}</code>`,
      })),
    ],
    [...new Set(found.flatMap(({ facts }) => Object.keys(facts)))],
    { width: 'even' },
  );
}

const required = {
  blocked: 'blocked',
  window: 'window',
  'not-applicable': 'no such surface',
} satisfies Record<Attack['expected'], string>;

const preconditions: ReadonlyMap<string, string> = new Map([
  ['copy', 'a copy of the victim’s credential'],
  ['own-account', 'an account of his own'],
  ['none', 'nothing'],
  ['web-page', 'a page on another site that the victim’s browser opens'],
  ['sibling-domain', 'a sibling subdomain'],
  ['injected-script', 'script inside the application’s origin'],
  ['fault', 'a fault in the store, the clock or the network'],
  ['dump', 'read access to the store or the logs'],
]);
