import { type Advice, advise } from '../../advice/advise.ts';
import { deciders } from '../../advice/deciders.ts';
import { standsAlone } from '../../analysis/stands-alone.ts';
import type { Results } from '../../results/results.ts';
import { list } from '../../text/wording.ts';
import { evidenceLinks } from '../link.ts';
import { type Content, html, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { capacityFigure } from './capacity.ts';

export const summarySection: Section = {
  id: 'answer',
  title: 'The answer',
  body: (results) => html`<div class="answer">
<div>${inShort(results)}
${
  results.answer.length === 0
    ? html`<p>This run supports no answer: nothing was measured to rest one on.</p>`
    : html`<ol>${results.answer.map(({ text, basis }) => html`<li>${text} ${restsOn(results, basis)}</li>`)}</ol>`
}
${capacityFigure(results)}</div>
<div class="caveats"><h3>What this run cannot tell</h3>
${
  results.limits.length === 0
    ? html`<p>No caveats were recorded beyond those of the method.</p>`
    : html`<ul>${results.limits.map((caveat) => html`<li>${caveat}</li>`)}</ul>`
}</div>
</div>`,
};

/** More links than this tell a reader nothing; the sections below hold them all. */
const mostLinks = 3;

function restsOn(results: Results, basis: readonly string[]): SafeHtml {
  const more = basis.length - mostLinks;
  return html`${evidenceLinks(results, basis.slice(0, mostLinks))}${more > 0 && html` <span class="note">and ${more} more</span>`}`;
}

/** What each requirement alone comes to, by the rules of the advisor. */
function inShort(results: Results): SafeHtml | undefined {
  if (standsAlone(results) || results.schemes.length === 0 || results.attacks.length === 0) return undefined;
  const rows = deciders.map(({ title, requirements }) => ({ title, advice: advise(requirements, results) }));
  const of = ({ schemes }: Advice, status: string) =>
    schemes.filter((one) => one.status === status).map(({ scheme }) => scheme);
  return html`${table(
    'Which scheme, where one thing decides',
    [
      { head: 'If this decides', cell: ({ title }) => title },
      { head: 'Take', cell: ({ advice }) => taken(advice, results.schemes.length) },
      {
        head: 'Ruled out',
        cell: ({ advice }) => html`${of(advice, 'ruled-out').join(', ') || '–'}${open(of(advice, 'undecided'))}`,
      },
    ],
    rows,
  )}
<p>Why, and for several requirements at once: <a href="#advisor">which scheme for whom</a>. What each costs: <a href="#matrix">side by side</a>. How far to trust it: <a href="#quality">data quality</a>. How to repeat it: <a href="#environment">one command</a>.</p>`;
}

function taken({ schemes, preferences }: Advice, all: number): Content {
  const chosen = schemes.filter(({ status }) => status === 'recommended');
  if (chosen.length === 0) return 'none is shown to meet it';
  const needs = needed(chosen);
  const names = list(
    chosen.map(({ scheme }) => scheme),
    'or',
  );
  const any = preferences.some(({ isWithin }) => isWithin)
    ? 'any: too little apart to decide'
    : 'any: this run does not tell them apart';
  return html`${chosen.length === all && needs.length === 0 ? any : html`<strong>${names}</strong>`}${needs.length > 0 && html`<small>${needs.join('; ')}</small>`}`;
}

/** What schemes have to be given, said once where several need the same. */
function needed(chosen: Advice['schemes']): string[] {
  const who = new Map<string, string[]>();
  for (const { scheme, assessments } of chosen)
    for (const { needs } of assessments) if (needs !== undefined) who.set(needs, [...(who.get(needs) ?? []), scheme]);
  return [...who].map(([needs, schemes]) => `${list(schemes)} ${schemes.length > 1 ? 'need' : 'needs'} ${needs}`);
}

function open(schemes: readonly string[]): SafeHtml | undefined {
  return schemes.length === 0 ? undefined : html`<small>undecided: ${schemes.join(', ')}</small>`;
}
